package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A mirror of a registry that does not exist, for all nodes.
///
/// @param server whose certificate nobody trusts by itself
record ClusterMirror(LaminaFixture lamina, TestRegistry server) {
  static final String PREFIX = "nowhere.test";

  private static String config(String entry) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: RegistryConfig
    metadata: {name: mirrors}
    spec: {registries: [{prefix: %s, %s}]}
    """
        .formatted(PREFIX, entry);
  }

  /// Returns when the node works by it.
  void configure() {
    lamina.apply(config("mirrors: ['http://mirror.test']")).failsWith("http needs plainHttp");
    var ca = "--from-file=ca.crt=" + server.certificate();
    lamina.kubectl("create", "configmap", "mirror-ca", ca).succeeds();
    lamina
        .apply(
            config(
                "mirrors: ['https://%s'], caConfigMapRef: {namespace: default, name: mirror-ca}"
                    .formatted(server.host())))
        .succeeds();
    assertEquals(1, lamina.ready("registryconfig/mirrors").path("adopted").asInt());
    lamina.agent("system", "registries").succeeds().shows(PREFIX, "cluster");
  }

  /// Pulls one image, builds upon another, and runs the first.
  void serves(String pulled, String base) {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ImagePull
            metadata: {name: mirrored}
            spec: {limits: {minFreeBytesAfterPull: '0'}, images: ['%s/%s:1']}
            """
                .formatted(PREFIX, pulled))
        .succeeds();
    lamina.ready("imagepull/mirrored");
    lamina.apply(LaminaFixture.build("above", "FROM %s/%s:1".formatted(PREFIX, base))).succeeds();
    lamina.ready("imagebuild/above");
    var asked = server.requests();
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ContainerRun
            metadata: {name: mirrored}
            spec:
              image: %s/%s:1
              imagePullPolicy: Always
              command: ['true']
              restartPolicy: Never
            """
                .formatted(PREFIX, pulled))
        .succeeds();
    lamina.completed("containerrun/mirrored");
    assertTrue(asked.contains(request(pulled)), asked::toString);
    assertTrue(asked.contains(request(base)), asked::toString);
    assertTrue(server.requests().size() > asked.size(), "the run asks, too");
  }

  private static String request(String image) {
    return "GET %s/manifests/1?ns=%s".formatted(image, PREFIX);
  }
}
