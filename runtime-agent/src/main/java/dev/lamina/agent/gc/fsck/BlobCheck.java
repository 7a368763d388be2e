package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/// Reads blobs and computes their digests again.
final class BlobCheck {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final ContentStore content;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  BlobCheck(ContentStore content) {
    this.content = content;
  }

  /// What is wrong with a blob; nothing also when it has been removed meanwhile.
  Optional<String> problem(BlobStat blob) {
    try {
      var computed = compute(blob.digest());
      return blob.digest().matches(computed)
          ? Optional.empty()
          : Optional.of(
              "its "
                  + blob.size()
                  + " bytes have the digest "
                  + blob.digest().algorithm()
                  + ":"
                  + HexFormat.of().formatHex(computed));
    } catch (AgentException e) {
      return e.reason() == FailureReason.NotFound
          ? Optional.empty()
          : Optional.of("it cannot be read: " + e.getMessage());
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }

  private byte[] compute(Digest digest) throws IOException {
    var hash = digest.newComputation();
    try (var in = content.open(digest)) {
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return hash.digest();
  }
}
