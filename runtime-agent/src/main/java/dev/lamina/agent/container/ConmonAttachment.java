package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lamina.agent.linux.SeqpacketSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// conmon's attach socket: packets to us begin with the number of the stream, packets from us are
/// input as it is.
final class ConmonAttachment implements ContainerAttachment {
  private static final int PACKET_BYTES = 32 * 1024;
  private static final int INPUT_PACKET_BYTES = 8 * 1024;
  private static final int STDERR = 3;

  private final SeqpacketSocket socket;
  private final Path terminalControl;

  private ConmonAttachment(SeqpacketSocket socket, Path terminalControl) {
    this.socket = socket;
    this.terminalControl = terminalControl;
  }

  static ConmonAttachment connect(Path socket, Path terminalControl) throws IOException {
    return new ConmonAttachment(SeqpacketSocket.connect(socket), terminalControl);
  }

  /// The reading system call would hold the carrier of a virtual thread: it gets a thread of its
  /// own.
  @Override
  public void copyOutput(OutputStream out, OutputStream err) throws IOException {
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform().daemon().name("attach").start(() -> copy(out, err, done));
    try {
      done.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("copying the output of a container");
    } catch (ExecutionException e) {
      throw new IOException("copying the output of a container", e.getCause());
    }
  }

  @Override
  public OutputStream input() {
    return new Input();
  }

  /// Opened for reading as well, or a conmon that is gone would keep the open waiting.
  @Override
  public void resize(int rows, int columns) throws IOException {
    var message = "1 " + rows + " " + columns + "\n";
    try (var fifo =
        FileChannel.open(terminalControl, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      fifo.write(ByteBuffer.wrap(message.getBytes(US_ASCII)));
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private void copy(OutputStream out, OutputStream err, CompletableFuture<Void> done) {
    try {
      var packet = new byte[PACKET_BYTES];
      for (var length = socket.read(packet); length > 0; length = socket.read(packet)) {
        var stream = packet[0] == STDERR ? err : out;
        stream.write(packet, 1, length - 1);
        stream.flush();
      }
      done.complete(null);
    } catch (IOException | RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private final class Input extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (var done = 0; done < length; ) {
        var part = Math.min(length - done, INPUT_PACKET_BYTES);
        socket.write(bytes, offset + done, part);
        done += part;
      }
    }

    @Override
    public void close() throws IOException {
      socket.shutdownOutput();
    }
  }
}
