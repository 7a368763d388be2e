package dev.lamina.standalone.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cases of k8s.io/apimachinery/pkg/util/duration.
class HumanDurationTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s", "PT-1S, 0s", "PT-2S, <invalid>", "PT1S, 1s", "PT70S, 70s", "PT190S, 3m10s",
    "PT50M, 50m", "PT179M, 179m", "PT3H, 3h", "PT3H1M, 3h1m", "PT7H59M, 7h59m", "PT8H59M, 8h",
    "PT47H, 47h", "P2D, 2d", "P2DT3H, 2d3h", "P7DT23H, 7d23h", "P8DT23H, 8d", "P729D, 729d",
    "P730D, 2y", "P751D, 2y21d", "P2919D, 7y364d", "P2920D, 8y"
  })
  void showsAgesAsKubectlDoes(Duration duration, String shown) {
    assertEquals(shown, HumanDuration.of(duration));
  }
}
