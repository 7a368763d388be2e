package dev.lamina.agent.archive;

import dev.lamina.agent.linux.IsalInflater;
import java.util.zip.DataFormatException;

/// Inflates raw deflate streams, one after the other. See RFC 1951.
interface DeflateDecoder extends AutoCloseable {
  /// The fastest there is on this machine; all give the same bytes.
  static DeflateDecoder fastest() {
    return IsalInflater.open().<DeflateDecoder>map(IsalDecoder::new).orElseGet(ZlibDecoder::new);
  }

  /// Begins another stream, without input.
  void reset();

  /// To be called when there is no input left.
  ///
  /// @param length at most [GzipReader#BUFFER_BYTES]
  void setInput(byte[] bytes, int offset, int length);

  /// Inflates what it can.
  ///
  /// @return 0 if the stream is over or all input is used up
  int inflate(byte[] into, int offset, int length) throws DataFormatException;

  boolean isFinished();

  /// Bytes of input behind the end of the stream: of the last input, and up to [#MAX_REMEMBERED] of
  /// those before it.
  int remaining();

  int MAX_REMEMBERED = 8;

  @Override
  void close();
}
