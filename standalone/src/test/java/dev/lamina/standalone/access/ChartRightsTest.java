package dev.lamina.standalone.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A right that is missing on a cluster must be missing here too, and the other way round.
class ChartRightsTest {
  private static final Path TEMPLATES = Path.of("../charts/lamina/templates");
  private static final Set<String> ROLES = Set.of("ClusterRole", "Role");

  @ParameterizedTest
  @ValueSource(strings = {"operator", "agent"})
  void areTheSameHere(String part) throws IOException {
    var template = Files.readString(TEMPLATES.resolve(part + ".yaml"));
    var ours = getClass().getResourceAsStream(part + ".yaml").readAllBytes();

    var chart = rules(withoutExpressions(template).getBytes(StandardCharsets.UTF_8));

    assertFalse(chart.isEmpty(), "the chart has rules");
    assertEquals(chart, rules(ours));
  }

  private static List<JsonNode> rules(byte[] yaml) throws IOException {
    return Yaml.parse(yaml).stream()
        .filter(document -> ROLES.contains(document.path("kind").asText()))
        .flatMap(role -> role.path("rules").valueStream())
        .toList();
  }

  /// The roles are plain YAML, apart from names and labels; other documents are left out.
  private static String withoutExpressions(String template) {
    return List.of(template.split("\n---\n", -1)).stream()
        .filter(document -> document.lines().anyMatch(line -> line.matches("kind: (Cluster)?Role")))
        .map(document ->
            document.lines().filter(line -> !line.contains("{{")).collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n---\n"));
  }
}
