package dev.lamina.agent.diff;

import dev.lamina.agent.archive.TarWriter;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Directory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;

/// The diff_id that a directory would have as a layer of our own writing. A layer that was made on
/// a node has it; one that others wrote usually has another, for a tar can be written in many ways.
public final class LayerDigest {
  private LayerDigest() {}

  /// Reads all of a directory in overlay form.
  ///
  /// @throws AgentException `StoreFailed` when it cannot be read
  public static DiffId of(Path layer) {
    var doing = "reading the layer in " + layer;
    var hash = Digest.sha256();
    try (var root = Directory.open(layer);
        var tar = new TarWriter(new DigestOutputStream(OutputStream.nullOutputStream(), hash))) {
      new LayerWalk(tar, Placeholders.NONE).write(root);
      tar.finish();
    } catch (AgentException e) {
      throw LayerFailure.about(doing, e);
    } catch (IOException e) {
      throw LayerFailure.of(doing, e);
    }
    return new DiffId(Digest.of(hash.digest()));
  }
}
