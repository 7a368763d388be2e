package dev.lamina.crds.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The generated CRDs hold every fact of the drafts, and the additions that were decided later.
///
/// A fact is a line such as `spec.backoffLimit maximum=10`. What the design changed since the
/// drafts is listed in `drafts/changed.txt`, what it added in `drafts/additions.txt`.
class DraftsAreCoveredTest {
  @ParameterizedTest
  @CsvSource({"imagebuild", "imagepull", "containerrun", "imagenode", "nodetask"})
  void everyFactOfTheDraftIsInTheCrd(String kind) {
    var missing = CrdFacts.of(draft(kind));
    missing.removeAll(CrdFacts.of(generated(kind)));
    assertEquals(listed("changed", kind), missing);
  }

  @ParameterizedTest
  @CsvSource({"imagebuild", "imagepull", "containerrun", "imagenode", "nodetask"})
  void everyAdditionIsInTheCrd(String kind) {
    var missing = listed("additions", kind);
    missing.removeAll(CrdFacts.of(generated(kind)));
    assertEquals(Set.of(), missing);
  }

  private static JsonNode draft(String kind) {
    return Serialization.unmarshal(resource("draft-crd-" + kind + ".yaml"), JsonNode.class);
  }

  private static JsonNode generated(String kind) {
    var yaml = Crds.generate().get(kind + "s.lamina.dev.yaml");
    return Serialization.unmarshal(yaml, JsonNode.class);
  }

  private static Set<String> listed(String file, String kind) {
    var facts = new TreeSet<String>();
    resource(file + ".txt")
        .lines()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .forEach(facts::add);
    return facts;
  }

  private static String resource(String name) {
    try (var in = DraftsAreCoveredTest.class.getResourceAsStream("/drafts/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading drafts/" + name, e);
    }
  }
}
