package dev.lamina.agent.archive;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// By the zlib of the JDK.
final class ZlibDecoder implements DeflateDecoder {
  private final Inflater inflater = new Inflater(true);

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void setInput(byte[] bytes, int offset, int length) {
    inflater.setInput(bytes, offset, length);
  }

  @Override
  public int inflate(byte[] into, int offset, int length) throws DataFormatException {
    return inflater.inflate(into, offset, length);
  }

  @Override
  public boolean isFinished() {
    return inflater.finished();
  }

  @Override
  public int remaining() {
    return inflater.getRemaining();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
