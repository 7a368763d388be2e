package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.endpoint.Reader;
import dev.lamina.standalone.endpoint.Selection;
import dev.lamina.standalone.endpoint.Watch;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Streams changes to a client, one JSON line each, until its time is over or it goes away.
final class WatchStream {
  private static final int DEFAULT_SECONDS = 1800;
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  private final ObjectStore store;
  private final Reader reader;
  private final Presentation presentation;
  private final Clock clock;

  WatchStream(ObjectStore store, Reader reader, Presentation presentation, Clock clock) {
    this.store = store;
    this.reader = reader;
    this.presentation = presentation;
    this.clock = clock;
  }

  void serve(Request request, Selection selection) throws IOException {
    var exchange = request.exchange();
    exchange.getResponseHeaders().set("Content-Type", Answer.JSON);
    if (request.header("Upgrade").equalsIgnoreCase("websocket")) {
      // Clients that try a WebSocket first take an empty answer as "no" and watch by HTTP.
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    var since = since(request);
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      out.flush();
      new Client(request, selection, out).follow(since);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The revision to go on from; 0 to begin with everything there is.
  private long since(Request request) {
    var text = request.query().text("resourceVersion");
    var wantsInitialEvents = request.query().flag("sendInitialEvents");
    if (text.isEmpty() || text.equals("0") || wantsInitialEvents) {
      return 0;
    }
    try {
      var revision = Long.parseLong(text);
      if (revision > store.revision()) {
        throw StatusException.expired(
            "Too large resource version: " + revision + ", current: " + store.revision());
      }
      return revision;
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("invalid resource version: " + text);
    }
  }

  /// One open stream.
  private final class Client {
    private final Request request;
    private final Selection selection;
    private final OutputStream out;
    private final boolean wantsBookmarks;
    private final Instant end;

    Client(Request request, Selection selection, OutputStream out) {
      this.request = request;
      this.selection = selection;
      this.out = out;
      this.wantsBookmarks = request.query().flag("allowWatchBookmarks");
      var seconds = request.query().number("timeoutSeconds", DEFAULT_SECONDS);
      this.end = clock.instant().plusSeconds(seconds);
    }

    void follow(long since) throws IOException, InterruptedException {
      var watch = Watch.after(store, selection, since == 0 ? sendExisting() : since);
      try {
        while (!watch.hasEnded() && clock.instant().isBefore(end)) {
          var changes = watch.next(patience());
          for (var change : changes) {
            send(change.type().name(), presentation.form(change.object(), type(), request));
          }
          if (changes.isEmpty() && wantsBookmarks) {
            send("BOOKMARK", bookmark(watch.revision(), false));
          }
        }
      } catch (StatusException e) {
        send("ERROR", e.status().toJson());
      }
    }

    private ResourceType type() {
      return selection.type();
    }

    private Duration patience() {
      var left = Duration.between(clock.instant(), end);
      return left.compareTo(BOOKMARK_EVERY) < 0 ? left : BOOKMARK_EVERY;
    }

    private long sendExisting() throws IOException {
      var page = reader.list(selection, "", 0);
      for (var object : page.objects()) {
        send("ADDED", presentation.form(object, type(), request));
      }
      var revision = page.metadata().path("resourceVersion").asLong();
      if (request.query().flag("sendInitialEvents")) {
        send("BOOKMARK", bookmark(revision, true));
      }
      return revision;
    }

    private JsonNode bookmark(long revision, boolean endsInitialEvents) {
      var bookmark =
          Json.object().put("kind", type().kind()).put("apiVersion", type().apiVersion());
      var metadata = bookmark.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
      if (endsInitialEvents) {
        metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
      }
      return bookmark;
    }

    private void send(String type, JsonNode object) throws IOException {
      var line = Json.object().put("type", type);
      line.set("object", object);
      out.write(Json.bytes(line));
      out.write('\n');
      out.flush();
    }
  }
}
