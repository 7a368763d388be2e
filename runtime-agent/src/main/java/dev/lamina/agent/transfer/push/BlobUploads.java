package dev.lamina.agent.transfer.push;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.registry.Repository;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Uploads the blobs that a manifest names, a few at the same time.
public final class BlobUploads {
  private static final int PARALLEL = 4;

  private final ContentStore content;
  private final Repository repository;
  private final Map<Digest, String> origins;
  private final PushProgress progress;

  /// Uploads to one repository.
  ///
  /// @param origins repositories of the same registry that may have a blob
  public BlobUploads(
      ContentStore content,
      Repository repository,
      Map<Digest, String> origins,
      PushProgress progress) {
    this.content = content;
    this.repository = repository;
    this.origins = Map.copyOf(origins);
    this.progress = progress;
  }

  /// Returns when the registry has all of them; one that fails stops the others.
  public void run(Manifest manifest) {
    var blobs = Stream.concat(manifest.layers().stream(), Stream.of(manifest.config()));
    var distinct = blobs.distinct().toList();
    try (var executor =
        Executors.newFixedThreadPool(PARALLEL, Thread.ofPlatform().daemon().factory())) {
      var uploads = new ArrayList<Future<?>>();
      for (var blob : distinct) {
        uploads.add(executor.submit(() -> upload(blob, manifest)));
      }
      await(uploads, executor);
    }
  }

  private void upload(Descriptor blob, Manifest manifest) {
    var origin = origins.get(blob.digest());
    var upload = repository.pushBlob(blob, offset -> open(blob.digest(), offset), origin);
    if (!blob.equals(manifest.config())) {
      progress.layer(blob.digest(), upload);
    }
  }

  private InputStream open(Digest blob, long offset) throws IOException {
    if (content.stat(blob).isEmpty()) {
      throw new AgentException(
          FailureReason.NotFound, "layer " + blob + " is unpacked here, but its blob is not kept");
    }
    var in = content.open(blob);
    in.skipNBytes(offset);
    return in;
  }

  private static void await(List<Future<?>> uploads, ExecutorService executor) {
    try {
      for (var upload : uploads) {
        upload.get();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "the push was interrupted", e);
    } catch (ExecutionException e) {
      executor.shutdownNow();
      throw e.getCause() instanceof AgentException cause
          ? new AgentException(cause.reason(), cause.getMessage(), e)
          : new IllegalStateException("pushing a blob failed", e);
    }
  }
}
