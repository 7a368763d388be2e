package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// An object that stands for a verb and goes with it: closed, interrupted, or, should nothing of
/// this process be left, by its time to live.
final class Errand implements AutoCloseable {
  private static final int TTL_SECONDS = 600;

  private final Cluster cluster;
  private final Kind kind;
  private final String name;
  private final Thread onInterrupt;

  private Errand(Cluster cluster, Kind kind, String name) {
    this.cluster = cluster;
    this.kind = kind;
    this.name = name;
    this.onInterrupt = new Thread(this::remove);
  }

  /// Makes the object.
  ///
  /// @param spec what it says, without its time to live
  static Errand start(Cluster cluster, Kind kind, ObjectNode spec) {
    var name = "%s-%s".formatted(Kind.PLUGIN, suffix());
    var object = kind.object(name);
    object.set("spec", spec.put("ttlSecondsAfterFinished", TTL_SECONDS));
    var errand = new Errand(cluster, kind, name);
    Runtime.getRuntime().addShutdownHook(errand.onInterrupt);
    try {
      cluster.create(object);
      return errand;
    } catch (Failure failure) {
      errand.forget();
      throw failure;
    }
  }

  /// What no other object of the same beginning has.
  static String suffix() {
    var random = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50);
    return Long.toString(random, Character.MAX_RADIX);
  }

  /// Waits for the end; the object as it is then.
  ///
  /// @param progress sees every state on the way
  /// @throws Failure as its conditions say
  JsonNode await(Waiting waiting, Consumer<JsonNode> progress) {
    return waiting.ready(cluster, kind, name, progress);
  }

  /// Whether this process goes on; if it ends, the object is removed meanwhile.
  private boolean forget() {
    try {
      return Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void remove() {
    cluster.delete(kind, name, false);
  }

  @Override
  public void close() {
    if (forget()) {
      remove();
    }
  }
}
