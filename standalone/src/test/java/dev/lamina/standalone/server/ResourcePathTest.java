package dev.lamina.standalone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcePathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/pods                                | v1|pods||||",
        "/api/v1/namespaces                          | v1|namespaces||||",
        "/api/v1/namespaces/a                        | v1|namespaces||a||",
        "/api/v1/namespaces/a/status                 | v1|namespaces||a|status|",
        "/api/v1/namespaces/a/pods                   | v1|pods|a|||",
        "/api/v1/namespaces/a/pods/p                 | v1|pods|a|p||",
        "/apis/x.y/v1/namespaces/a/boxes/b/status    | v1|boxes|a|b|status|x.y",
        "/apis/x.y/v1/boxes/b                        | v1|boxes||b||x.y",
      })
  void takesPathsApart(
      String path,
      String version,
      String plural,
      String namespace,
      String name,
      String subresource,
      String group) {
    var expected =
        new ResourcePath(
            text(group), version, text(namespace), plural, text(name), text(subresource));

    assertEquals(expected, ResourcePath.parse(path).orElseThrow());
  }

  private static String text(String column) {
    return column == null ? "" : column;
  }

  @ParameterizedTest
  @CsvSource({"/", "/api", "/api/v1", "/apis/x.y/v1", "/version", "/apis/x.y/v1/a/b/c/d"})
  void leavesOtherPathsAlone(String path) {
    assertEquals(true, ResourcePath.parse(path).isEmpty());
  }
}
