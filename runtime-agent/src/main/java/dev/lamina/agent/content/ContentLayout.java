package dev.lamina.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.image.Digest;
import java.nio.file.Path;
import java.util.List;

/// Where the content store keeps its files.
///
/// @param root the directory `content` of the state directory
public record ContentLayout(Path root) {
  static final List<String> ALGORITHMS = List.of("sha256", "sha512");
  static final String DATA = "data";
  static final String REF = "ref";

  Path blobs(String algorithm) {
    return root.resolve("blobs").resolve(algorithm);
  }

  Path blobs(Digest digest) {
    return blobs(digest.algorithm());
  }

  /// The file of a blob, for those that hand a path on instead of a stream.
  public Path blob(Digest digest) {
    return blobs(digest).resolve(digest.hex());
  }

  Path ingests() {
    return root.resolve("ingest");
  }

  /// Keys are free text; their hash is a name that every file system takes.
  static String ingestName(String key) {
    return Digest.sha256(key.getBytes(UTF_8)).hex();
  }
}
