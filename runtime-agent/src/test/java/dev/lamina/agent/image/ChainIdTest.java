package dev.lamina.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainIdTest {
  @Test
  void followsTheRecursionOfTheSpecification() {
    var lower = new DiffId(new Digest("sha256", "11".repeat(32)));
    var upper = new DiffId(new Digest("sha256", "22".repeat(32)));

    var expected = Digest.sha256((lower + " " + upper).getBytes(StandardCharsets.US_ASCII));

    assertEquals(
        List.of(new ChainId(lower.digest()), new ChainId(expected)),
        ChainId.chainOf(List.of(lower, upper)));
  }
}
