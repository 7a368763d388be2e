package dev.lamina.kubectl.cli;

import static dev.lamina.kubectl.cli.CommandFixture.BASE;
import static dev.lamina.kubectl.cli.CommandFixture.BASE_ID;
import static dev.lamina.kubectl.cli.CommandFixture.WEB;
import static dev.lamina.kubectl.cli.CommandFixture.WEB_ID;

import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.cluster.Kind;

/// Objects as a cluster had them.
final class Recorded {
  private Recorded() {}

  /// `web:1` and `web:stable` are one image, of which container `web-run` runs; `base` is another.
  static FakeCluster cluster() {
    return images()
        .with(
            Kind.CONTAINER_RUN,
            "web-run",
            "{'image': 'web:1', 'command': ['sleep'], 'args': ['60']}",
            FakeCluster.ready(
                "Running",
                "'state': 'Running', 'nodeName': 'node1', 'startedAt': '2026-01-01T22:00:00Z',"
                    + " 'containerID': 'crun://0123456789abcdef', 'image': 'localhost/web:1@"
                    + WEB
                    + "', 'ports': [{'containerPort': 80, 'hostPort': 40321, 'protocol': 'TCP',"
                    + " 'address': '10.0.0.7:40321'}, {'containerPort': 53, 'hostPort': 40322,"
                    + " 'protocol': 'UDP'}]"))
        .with(
            Kind.CONTAINER_RUN,
            "job",
            "{'image': 'base'}",
            "{'observedGeneration': 1, 'state': 'Exited', 'exitCode': 3, 'finishedAt':"
                + " '2026-01-01T23:00:00Z', 'containerID': 'crun://0199', 'nodeName': 'node1',"
                + " 'logTail': 'oops', 'conditions': [{'type': 'Stalled', 'status': 'True',"
                + " 'reason': 'RunFailed', 'message': 'exit code 3'}]}");
  }

  static FakeCluster images() {
    return new FakeCluster()
        .with(Kind.IMAGE, "web-1", "{}", image("localhost/web:1", "web", "1", WEB, WEB_ID))
        .with(
            Kind.IMAGE, "web-s", "{}", image("localhost/web:stable", "web", "stable", WEB, WEB_ID))
        .with(
            Kind.IMAGE,
            "base",
            "{}",
            image("docker.io/library/base:latest", "base", "latest", BASE, BASE_ID));
  }

  private static String image(
      String reference, String repository, String tag, String digest, String id) {
    return ("{'reference': '%s', 'repository': '%s', 'tag': '%s', 'digest': '%s', 'imageID': '%s',"
            + " 'created': '2026-01-01T00:00:00Z', 'sizeBytes': 1980000, 'nodes': 2, 'containers':"
            + " 1}")
        .formatted(reference, repository, tag, digest, id);
  }
}
