package dev.lamina.agent.archive;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes one zstd frame with a checksum. The bytes depend on the input alone, and not on how it is
/// cut into writes; closing ends the frame and leaves the stream underneath open.
public final class ZstdWriter extends OutputStream {
  /// What zstd itself takes where nobody says anything: as fast as a disk, and smaller than gzip.
  private static final int LEVEL = 3;

  private final ZstdOutputStreamNoFinalizer frame;

  public ZstdWriter(OutputStream out) throws IOException {
    frame = new ZstdOutputStreamNoFinalizer(new Unclosed(out), LEVEL);
    frame.setChecksum(true);
  }

  @Override
  public void write(int octet) throws IOException {
    frame.write(octet);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    frame.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    frame.close();
  }

  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
