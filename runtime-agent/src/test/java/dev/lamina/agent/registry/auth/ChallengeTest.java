package dev.lamina.agent.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsSeveralChallengesOfOneHeader() {
    assertEquals(
        List.of(
            new Challenge("basic", Map.of("realm", "a, \"b\"")),
            new Challenge("bearer", Map.of("realm", "https://r/t?x=1", "service", "s")),
            new Challenge("negotiate", Map.of())),
        Challenge.parse(
            List.of(
                "Basic realm=\"a, \\\"b\\\"\", BEARER Realm=\"https://r/t?x=1\",service=s",
                "Negotiate")));
  }

  @Test
  void endsWhereAHeaderMakesNoSense() {
    assertEquals(
        List.of(new Challenge("bearer", Map.of("realm", "r"))),
        Challenge.parse(List.of("Bearer realm=r,,, \"===", "", "=")));
  }
}
