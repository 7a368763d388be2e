package dev.lamina.crds.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagebuild.BuildArg;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.BuildSecret;
import dev.lamina.crds.imagebuild.InlineSource;
import dev.lamina.crds.imagebuild.LintMode;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.BuildOrder.OutputOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest {
  @Test
  void readsTheOrderItWrote() {
    var order = order("FROM scratch");
    assertEquals(order, Payload.buildOrder(Payload.of(order)));
  }

  @Test
  void theHashDoesNotDependOnTheOrderOfKeys() {
    var hash = Payload.hash(json("{\"a\": {\"x\": 1, \"y\": [1, 2]}, \"b\": 2}"), List.of());
    var other = Payload.hash(json("{\"b\": 2, \"a\": {\"y\": [1, 2], \"x\": 1}}"), List.of());
    assertEquals(hash, other);
    assertEquals("sha256:".length() + 64, hash.length());
  }

  @Test
  void theHashCoversPayloadAndSealedParts() {
    var payload = Payload.of(order("FROM scratch"));
    var hash = Payload.hash(payload, List.of());
    assertNotEquals(hash, Payload.hash(Payload.of(order("FROM web")), List.of()));
    var sealed = new SealedValue("push", "k1", "epk", "iv", "data");
    assertNotEquals(hash, Payload.hash(payload, List.of(sealed)));
  }

  @Test
  void saysWhatIsWrongWithAnotherPayload() {
    var payload = json("{\"args\": 7}");
    assertThrows(IllegalArgumentException.class, () -> Payload.buildOrder(payload));
  }

  private static BuildOrder order(String dockerfile) {
    return new BuildOrder(
        "team-a",
        "web",
        new InlineSource(dockerfile, List.of()),
        null,
        null,
        "Dockerfile",
        null,
        List.of(new BuildArg("EMPTY", ""), new BuildArg("ABSENT", null)),
        List.of(new BuildSecret("token", "s", "k")),
        List.of(),
        List.of(),
        OutputOrder.named(List.of("web:1")),
        false,
        List.of(),
        BuildNetwork.Default,
        new Limits(2000, 1L << 31, 0),
        null,
        LintMode.Warn,
        3600,
        null,
        null,
        null,
        null);
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
