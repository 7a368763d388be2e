package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The identity of a step: everything that its result may depend on and that is known before it is
/// executed.
///
/// Proxy settings are left out: they decide how a RUN reaches the network and not what it makes.
final class CacheKey {
  /// Changes when the meaning of an operation changes, so that older results are not used.
  private static final String VERSION = "1";

  private final MessageDigest digest = Digest.sha256();

  private CacheKey(String kind, @Nullable ChainId parent) {
    add(VERSION);
    add(kind);
    add(parent == null ? "scratch" : parent.toString());
  }

  static Digest of(Op.Run run, @Nullable ChainId parent) {
    return new CacheKey("run", parent)
        .add(run.args())
        .add(run.env())
        .add(run.workingDir())
        .add(run.user())
        .add(run.network().toString())
        .add(run.hostname())
        .finish();
  }

  static Digest of(Op.MakeDirectory directory, @Nullable ChainId parent) {
    return new CacheKey("mkdir", parent).add(directory.path()).add(directory.owner()).finish();
  }

  /// The key of a copy by the content of what it copies.
  static Digest ofContent(Op.Copy copy, @Nullable ChainId parent, Digest content) {
    return new CacheKey("copy", parent).add(copy).add(content.toString()).finish();
  }

  /// The key of a copy by the filesystem it copies from: known without reading a file.
  static Digest ofInput(Op.Copy copy, @Nullable ChainId parent, @Nullable ChainId input) {
    return new CacheKey("copy-from", parent)
        .add(copy)
        .add(input == null ? "scratch" : input.toString())
        .finish();
  }

  private CacheKey add(Op.Copy copy) {
    add(copy.sources());
    for (var document : copy.documents()) {
      add(document.name());
      add(document.content());
    }
    add(copy.destination());
    add(copy.chown());
    add(copy.chmodText());
    return add(String.valueOf(copy.unpacks()));
  }

  private CacheKey add(List<String> fields) {
    add(Integer.toString(fields.size()));
    fields.forEach(this::add);
    return this;
  }

  /// The length goes first, so that no two lists of fields give the same bytes.
  private CacheKey add(String field) {
    var bytes = field.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  private Digest finish() {
    return Digest.of(digest.digest());
  }
}
