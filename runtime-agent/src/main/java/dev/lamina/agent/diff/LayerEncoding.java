package dev.lamina.agent.diff;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.archive.ZstdWriter;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.LayerForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A layer of the content store in another compression: the same files and DiffID, other bytes.
public final class LayerEncoding {
  private final ContentStore content;

  public LayerEncoding(ContentStore content) {
    this.content = content;
  }

  /// Writes the blob anew; the bytes depend on the layer and the form alone.
  ///
  /// @param ingestKey names the ingest in the content store
  /// @param form not that of the layer, nor gzip
  public Descriptor convert(Descriptor layer, LayerForm form, String ingestKey) {
    var doing = "compressing layer " + layer.digest() + " anew";
    try (var ingest = content.ingestAfresh(ingestKey, null);
        var bytes = Decompression.open(content.open(layer.digest()), ArchiveLimits.DEFAULT)) {
      try {
        copy(bytes, ingest, form);
      } catch (IOException | RuntimeException e) {
        ingest.abort();
        throw e;
      }
      var blob = ingest.commit(null, -1);
      return new Descriptor(form.mediaType(), blob.digest(), blob.size());
    } catch (AgentException e) {
      throw LayerFailure.about(doing, e);
    } catch (IOException e) {
      throw LayerFailure.of(doing, e);
    }
  }

  private static void copy(InputStream tar, OutputStream blob, LayerForm form) throws IOException {
    switch (form) {
      case ZSTD -> {
        try (var zstd = new ZstdWriter(blob)) {
          tar.transferTo(zstd);
        }
      }
      case NONE -> tar.transferTo(blob);
      case GZIP -> throw new IllegalArgumentException("layers are gzip to begin with");
    }
  }
}
