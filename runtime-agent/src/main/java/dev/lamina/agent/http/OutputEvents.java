package dev.lamina.agent.http;

import java.io.OutputStream;

/// Bytes written here become events; each write is one, so callers write whole lines.
final class OutputEvents extends OutputStream {
  private final String stream;
  private final EventStream events;

  OutputEvents(String stream, EventStream events) {
    this.stream = stream;
    this.events = events;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      events.emit(OutputEvent.of(stream, bytes, offset, length));
    }
  }
}
