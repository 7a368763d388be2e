package dev.lamina.agent.archive;

import dev.lamina.agent.linux.IsalInflater;
import java.util.zip.DataFormatException;

/// By ISA-L.
final class IsalDecoder implements DeflateDecoder {
  private final IsalInflater inflater;

  IsalDecoder(IsalInflater inflater) {
    this.inflater = inflater;
  }

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void setInput(byte[] bytes, int offset, int length) {
    if (inflater.setInput(bytes, offset, length) < length) {
      throw new IllegalArgumentException(length + " bytes of input are too many");
    }
  }

  @Override
  public int inflate(byte[] into, int offset, int length) throws DataFormatException {
    return inflater.inflate(into, offset, length);
  }

  @Override
  public boolean isFinished() {
    return inflater.isFinished();
  }

  @Override
  public int remaining() {
    return inflater.remaining();
  }

  @Override
  public void close() {
    inflater.close();
  }
}
