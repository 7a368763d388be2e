package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinuxExceptionTest {
  @Test
  void messageNamesCallPathAndErrno() {
    var failure = new LinuxException(28, "write", "/store/blob");
    assertEquals("write /store/blob: no space left on device (ENOSPC)", failure.getMessage());
    assertEquals("ENOSPC", failure.name());
    assertTrue(failure.isNoSpace());
  }

  @Test
  void unknownErrnoKeepsItsNumber() {
    assertEquals("open x: errno 133", new LinuxException(133, "open", "x").getMessage());
  }
}
