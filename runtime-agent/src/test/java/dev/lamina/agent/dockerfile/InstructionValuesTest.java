package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The little languages inside instructions: modes, ports, signals.
class InstructionValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "755        | 644  | false | 755",
        "04755      | 644  | false | 4755",
        "u+x        | 644  | false | 744",
        "+x         | 644  | false | 755",
        "go-r       | 644  | false | 600",
        "a=rX       | 644  | false | 444",
        "a=rX       | 600  | true  | 555",
        "u=rwX,go=rX| 4711 | false | 755",
        "g=u        | 640  | false | 660",
        "go=u-w     | 755  | false | 755",
        "u+s,+t     | 755  | false | 5755",
        "o+s        | 755  | false | 755",
        "=          | 777  | false | 0",
        "u+rw-x     | 555  | false | 655"
      })
  void changesModes(String change, String before, boolean directory, String after) {
    var mode = ModeChange.parse(change).applyTo(Integer.parseInt(before, 8), directory);
    assertEquals(after, Integer.toOctalString(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "10000", "u", "x+r", "u+q", "rwx", "u+r,", "999999999999"})
  void refusesOtherModes(String change) {
    assertThrows(IllegalArgumentException.class, () -> ModeChange.parse(change));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80              | 80/tcp",
        "53/UDP          | 53/udp",
        "7000-7002/sctp  | 7000/sctp 7001/sctp 7002/sctp",
        "8080:80         | 80/tcp",
        "1.2.3.4:1-3:5   | 5/tcp",
        "[::1]::80       | 80/tcp",
        "80/             | 80/tcp"
      })
  void spellsOutPorts(String argument, String ports) {
    assertEquals(Arrays.asList(ports.split(" ", -1)), ExposedPorts.parse(List.of(argument)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "65536", "-1", "5-4", "80/icmp", "1-2:3-5", "1.2.3:1:2", "a:1", "::"})
  void refusesOtherPorts(String argument) {
    assertThrows(IllegalArgumentException.class, () -> ExposedPorts.parse(List.of(argument)));
  }

  @Test
  void knowsSignals() {
    for (var signal : List.of("SIGTERM", "term", "9", "SIGRTMIN+3", "RTMAX-14")) {
      assertTrue(StopSignals.isSignal(signal), signal);
    }
    for (var signal : List.of("", "0", "SIGNOPE", "RTMIN+16", "SIG")) {
      assertFalse(StopSignals.isSignal(signal), signal);
    }
  }
}
