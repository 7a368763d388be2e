package dev.lamina.agent.http;

import java.io.FilterInputStream;
import org.eclipse.jetty.io.Content;

/// The body of a call, which can tell when whoever sends it goes away before its end.
final class CallInput extends FilterInputStream {
  private final Content.Source source;

  CallInput(Content.Source source) {
    super(Content.Source.asInputStream(source));
    this.source = source;
  }

  /// Tells `departure` when the connection breaks before that is over; nobody may read any more.
  void tell(Departure departure) {
    source.demand(() -> next(departure));
  }

  private void next(Departure departure) {
    if (departure.isOver()) {
      return;
    }
    var chunk = source.read();
    if (Content.Chunk.isFailure(chunk)) {
      Thread.ofVirtual().start(departure::happened);
    } else if (chunk == null || !chunk.isLast()) {
      tell(departure);
    }
    if (chunk != null) {
      chunk.release();
    }
  }
}
