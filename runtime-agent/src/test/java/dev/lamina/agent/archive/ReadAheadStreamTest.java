package dev.lamina.agent.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadAheadStreamTest {
  @Test
  void givesTheSameBytes() throws IOException {
    var bytes = new byte[5_000_003];
    new Random(9).nextBytes(bytes);

    try (var stream = new ReadAheadStream(new ByteArrayInputStream(bytes), "test")) {
      assertArrayEquals(bytes, stream.readAllBytes());
      assertEquals(-1, stream.read());
    }
  }

  @Test
  void skipsWhatIsAlreadyThere() throws IOException {
    var bytes = new byte[1_000_000];
    bytes[999_999] = 7;
    try (var stream = new ReadAheadStream(new ByteArrayInputStream(bytes), "test")) {
      stream.skipNBytes(999_999);
      assertEquals(7, stream.read());
      assertEquals(0, stream.skip(1));
    }
  }

  @Test
  void passesFailuresOnWithTheirReason() throws IOException {
    var tooMuch = ArchiveLimits.DEFAULT.withUncompressedBytes(0);
    var refusing = Decompression.open(new ByteArrayInputStream(new byte[1]), tooMuch);
    try (var stream = new ReadAheadStream(refusing, "test")) {
      var failure = assertThrows(AgentException.class, stream::read);
      assertEquals(FailureReason.LimitExceeded, failure.reason());
    }
  }

  @Test
  void closesInTheMiddleOfAnEndlessStream() throws IOException {
    var isClosed = new AtomicBoolean();
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            isClosed.set(true);
          }
        };
    try (var stream = new ReadAheadStream(endless, "test")) {
      stream.readNBytes(100);
    }
    assertTrue(isClosed.get());
  }
}
