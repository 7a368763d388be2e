package dev.lamina.agent.container.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFailureTest {
  @Test
  void takesTheTextOutOfRuncsLog() {
    var log =
        """
        time="2026-01-01T00:00:00Z" level=warning msg="lstat /x: no such file"
        time="2026-01-01T00:00:00Z" level=error msg="runc run failed: exec: \\"nosuch\\": not found"
        """;
    assertEquals("runc run failed: exec: \"nosuch\": not found", RuntimeFailure.lastMessage(log));
  }

  @Test
  void leavesOtherWordsAlone() {
    assertEquals("open executable", RuntimeFailure.lastMessage("open executable\n"));
  }

  @Test
  void saysWhatToInstall(@TempDir Path state) throws Exception {
    var groups = ControlGroups.ofNode();
    var failure =
        assertThrows(AgentException.class, () -> OciRuntime.find("no-such-runtime", state, groups));
    assertEquals(FailureReason.RuntimeUnavailable, failure.reason());
    assertTrue(failure.getMessage().endsWith("install crun or runc"), failure.getMessage());
  }
}
