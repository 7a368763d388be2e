package dev.lamina.agent.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Writes to a [RegularFile] as a stream.
final class FileOutput extends OutputStream {
  private final RegularFile file;

  FileOutput(RegularFile file) {
    this.file = file;
  }

  @Override
  public void write(int octet) throws IOException {
    file.write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    file.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
