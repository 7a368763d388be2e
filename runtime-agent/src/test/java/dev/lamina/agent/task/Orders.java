package dev.lamina.agent.task;

import dev.lamina.crds.containerrun.ImagePullPolicy;
import dev.lamina.crds.containerrun.Protocol;
import dev.lamina.crds.containerrun.PublishedPort;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.containerrun.RunNetwork;
import dev.lamina.crds.containerrun.RunSecurity;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.LintMode;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.BuildOrder.OutputOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.RunOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Orders and assignments for tests.
public final class Orders {
  public static final String NAMESPACE = "team-a";
  private static final Limits LIMITS = new Limits(500, 64 << 20, 0);

  private Orders() {}

  public static BuildOrder build() {
    return new BuildOrder(
        NAMESPACE,
        "team-a/web",
        null,
        null,
        null,
        "FROM scratch\n",
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        OutputOrder.named(List.of("web:1")),
        false,
        List.of(),
        BuildNetwork.Default,
        LIMITS,
        null,
        LintMode.Off,
        0,
        null,
        null,
        null,
        null);
  }

  public static RunOrder run() {
    return run(RestartPolicy.Never, 3, null);
  }

  public static RunOrder run(RestartPolicy policy, int backoffLimit, @Nullable Long seconds) {
    return new RunOrder(
        NAMESPACE,
        "web",
        "web:1",
        null,
        ImagePullPolicy.IfNotPresent,
        List.of(),
        List.of("httpd"),
        List.of("-f"),
        List.of(),
        "/srv",
        "web",
        "web",
        false,
        false,
        false,
        RunNetwork.Default,
        List.of(new PublishedPort("http", 80, null, Protocol.TCP)),
        List.of(),
        List.of(),
        false,
        RunSecurity.defaults(),
        LIMITS,
        1L << 30,
        policy,
        backoffLimit,
        seconds,
        5,
        null);
  }

  public static Assignment assignment(Operation op, String id) {
    return assignment(op, id, NAMESPACE + "/" + id, 0, false, false);
  }

  public static Assignment cancelled(Operation op, String id) {
    return assignment(op, id, NAMESPACE + "/" + id, 0, true, false);
  }

  public static Assignment stopped(String id) {
    return assignment(Operation.Run, id, NAMESPACE + "/" + id, 0, false, true);
  }

  public static Assignment assignment(
      Operation op, String id, @Nullable String task, int priority, boolean cancel, boolean stop) {
    return new Assignment(
        id, op, null, null, null, null, false, null, null, task, null, priority, null, null, null,
        null, cancel, stop, false);
  }
}
