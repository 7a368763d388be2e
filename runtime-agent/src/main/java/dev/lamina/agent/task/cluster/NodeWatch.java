package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.imagenode.ImageNode;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one ImageNode: lists it, watches from there, lists again when the server has forgotten
/// where that was.
///
/// A removed ImageNode is not told of: it is no order to drop everything, the operator makes it
/// again, and what its assignments said holds until it says something else.
final class NodeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));
  private static final int SHORTEST_SECONDS = 240;
  private static final int LONGEST_SECONDS = 300;

  /// A connection that nobody has is noticed when the server does not end the watch in time.
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final ApiConnection api;
  private final String collection;
  private final String nodeName;
  private final Consumer<ImageNode> listener;
  private final Thread thread;
  private volatile boolean isClosed;

  /// Where to go on; empty = list first.
  private volatile String resourceVersion = "";

  NodeWatch(ApiConnection api, String collection, String nodeName, Consumer<ImageNode> listener) {
    this.api = api;
    this.collection = collection + "?fieldSelector=metadata.name%3D" + nodeName;
    this.nodeName = nodeName;
    this.listener = listener;
    thread = Thread.ofPlatform().daemon().name("node-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }

  private void run() {
    for (var failures = 0; !isClosed; ) {
      try {
        follow();
        failures = 0;
      } catch (ClusterException e) {
        LOG.warn("watching ImageNode {}: {}", nodeName, e.getMessage());
        failures = pause(failures);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private int pause(int failures) {
    try {
      Thread.sleep(BACKOFF.after(failures));
    } catch (InterruptedException e) {
      isClosed = true;
    }
    return failures + 1;
  }

  private void follow() throws InterruptedException {
    if (resourceVersion.isEmpty()) {
      list();
    }
    var seconds = ThreadLocalRandom.current().nextInt(SHORTEST_SECONDS, LONGEST_SECONDS);
    var code =
        api.stream(
            "%s&watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
                .formatted(collection, seconds, resourceVersion),
            GRACE.plusSeconds(seconds),
            this::onLine);
    if (code == HttpURLConnection.HTTP_GONE) {
      resourceVersion = "";
    } else if (code != HttpURLConnection.HTTP_OK) {
      throw new ClusterException("the server answers the watch with " + code, true, null);
    }
  }

  private void list() {
    var answer = api.get(collection);
    if (answer.isNotFound()) {
      throw new ClusterException("the API server does not serve ImageNodes", true, null);
    }
    var list = ApiJson.readTree(String.valueOf(answer.body()));
    list.path("items").forEach(this::tell);
    resourceVersion = list.path("metadata").path("resourceVersion").asText("");
  }

  private void onLine(String line) {
    var event = ApiJson.readTree(line);
    var object = event.path("object");
    switch (event.path("type").asText()) {
      case "ADDED", "MODIFIED" -> {
        tell(object);
        goOnFrom(object);
      }
      case "DELETED", "BOOKMARK" -> goOnFrom(object);
      case "ERROR" -> {
        LOG.debug("the watch of ImageNode {} ends: {}", nodeName, object);
        resourceVersion = "";
      }
      default -> LOG.debug("watch event without a known type: {}", line);
    }
  }

  private void tell(JsonNode object) {
    listener.accept(ApiJson.read(object, ImageNode.class));
  }

  private void goOnFrom(JsonNode object) {
    resourceVersion = object.path("metadata").path("resourceVersion").asText("");
  }
}
