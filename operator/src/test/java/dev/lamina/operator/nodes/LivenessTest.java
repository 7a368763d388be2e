package dev.lamina.operator.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.operator.scheduling.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:40:00Z");

  @ParameterizedTest(name = "asked {0} s ago, sign of life {1} s ago, node there: {2}")
  @CsvSource({
    "300, 20, true, false",
    "300, 61, true, true",
    "10, 300, true, false",
    "10, 10, false, true"
  })
  void anAgentIsLostAfterAMinuteOfSilence(int asked, int sign, boolean exists, boolean isLost) {
    var nodes = new OneNode(exists, NOW.minusSeconds(sign));
    assertEquals(isLost, Liveness.isLost("n", NOW.minusSeconds(asked), nodes, NOW));
  }

  private record OneNode(boolean isThere, Instant sign) implements Nodes {
    @Override
    public List<Candidate> candidates(Map<String, Integer> atWork) {
      return List.of();
    }

    @Override
    public boolean exists(String node) {
      return isThere;
    }

    @Override
    public Instant lastSignOfLife(String node) {
      return sign;
    }
  }
}
