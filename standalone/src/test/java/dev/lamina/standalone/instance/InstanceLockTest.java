package dev.lamina.standalone.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
  @Test
  void isHeldByOneAndSaysByWhom(@TempDir Path directory) throws IOException {
    var layout = new StateLayout(directory);
    var pid = ProcessHandle.current().pid();
    try (var _ = InstanceLock.acquire(layout)) {
      var failure = assertThrows(AgentException.class, () -> InstanceLock.acquire(layout));

      assertEquals(FailureReason.StoreLocked, failure.reason());
      assertTrue(failure.getMessage().contains("as process " + pid + ":"), failure::getMessage);
      assertEquals(Optional.of(pid), InstanceLock.holder(layout));
    }
    assertEquals(Optional.empty(), InstanceLock.holder(layout));
    InstanceLock.acquire(layout).close();
  }
}
