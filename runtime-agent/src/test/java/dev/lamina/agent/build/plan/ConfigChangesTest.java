package dev.lamina.agent.build.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Platform;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {
  private static final ImageConfig BASE = base();

  @Test
  void changesWhatTheInstructionsSayAndKeepsTheRest() {
    var changed =
        ConfigChanges.apply(
            BASE,
            List.of("ENV WARM=1 OLD=$OLD-2", "workdir sub", "LABEL a=b", "EXPOSE 80", "USER web"));

    assertEquals(List.of("PATH=/bin", "OLD=1-2", "WARM=1"), changed.env());
    assertEquals("/srv/sub", changed.workingDir());
    assertEquals(Map.of("a", "b"), changed.labels());
    assertEquals(Map.of("80/tcp", Map.of()), changed.exposedPorts());
    assertEquals("web", changed.user());
    assertEquals(List.of("serve"), changed.cmd());
  }

  @Test
  void aNewEntrypointDropsTheCommandUnlessThereIsANewOne() {
    var alone = ConfigChanges.apply(BASE, List.of("ENTRYPOINT [\"x\"]"));
    assertEquals(null, alone.cmd());
    var both = ConfigChanges.apply(BASE, List.of("CMD [\"y\"]", "ENTRYPOINT [\"x\"]"));
    assertEquals(List.of("y"), both.cmd());
    assertEquals(List.of("x"), both.entrypoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUN true|want CMD, ENTRYPOINT, ENV",
        "COPY a b|want CMD, ENTRYPOINT, ENV",
        "FROM other|want one instruction",
        "''|want one instruction",
        "NOSUCH x|unknown instruction",
        "STOPSIGNAL NOSUCH|invalid signal",
      })
  void refusesWhatIsNoChangeOfTheConfig(String change, String why) {
    var refused =
        assertThrows(AgentException.class, () -> ConfigChanges.apply(BASE, List.of(change)));
    assertEquals(FailureReason.InvalidArgument, refused.reason());
    assertTrue(refused.getMessage().startsWith("change '" + change + "': "), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void aChangeIsOneInstruction() {
    assertThrows(
        AgentException.class, () -> ConfigChanges.apply(BASE, List.of("ENV A=1\nENV B=2")));
    var continued = ConfigChanges.apply(BASE, List.of("ENV A=1 \\", "ENV B=2"));
    assertEquals(List.of("PATH=/bin", "OLD=1", "A=1", "B=2"), continued.env());
  }

  private static ImageConfig base() {
    var host = Platform.host();
    var execution =
        new ExecutionConfig(
            null,
            null,
            List.of("PATH=/bin", "OLD=1"),
            null,
            List.of("serve"),
            null,
            null,
            null,
            "/srv",
            null,
            null,
            null,
            null);
    return new ImageConfig(
        Instant.EPOCH,
        null,
        host.architecture(),
        host.os(),
        host.variant(),
        null,
        execution,
        ImageConfig.RootFs.of(List.of()),
        List.of());
  }
}
