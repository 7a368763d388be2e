package dev.lamina.kubectl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.cluster.Scope;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForesightTest {
  private static final Scope DEFAULT = new Scope(null, null, null);

  private static Optional<Foresight> of(String line) {
    return Foresight.of(line.split(" "));
  }

  @Test
  void aVerbListsWhatItIsAbout() {
    assertEquals(Optional.of(new Foresight(DEFAULT, Kind.IMAGE, false)), of("history web:1"));
    assertEquals(Optional.of(new Foresight(DEFAULT, Kind.CONTAINER_RUN, true)), of("ps -aq -A"));
  }

  @Test
  void inTheScopeThatTheWordsName() {
    assertEquals(
        Optional.of(new Foresight(new Scope("/k", "prod", "team"), Kind.IMAGE, false)),
        of("images -n team --context prod --kubeconfig=/k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "build .", "images --help", "-n team images", "nosuch"})
  void nothingIsForeseenOfOthers(String line) {
    assertEquals(Optional.empty(), of(line));
  }
}
