package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Origin;
import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The identity of a step: everything that its result may depend on and that is known before it is
/// executed.
///
/// Proxy settings are left out: they decide how a RUN reaches the network and not what it makes.
final class CacheKey {
  /// Changes when the meaning of an operation changes, so that older results are not used.
  private static final String VERSION = "2";

  private final MessageDigest digest = Digest.sha256();

  private CacheKey(String kind, @Nullable ChainId parent) {
    add(VERSION);
    add(kind);
    add(parent == null ? "scratch" : parent.toString());
  }

  /// The key of a command.
  ///
  /// @param files what its mounts show, one text per bind mount
  static Digest of(Op.Run run, @Nullable ChainId parent, List<String> files) {
    var key =
        new CacheKey("run", parent)
            .add(run.args())
            .add(run.env())
            .add(run.workingDir())
            .add(run.user())
            .add(run.network().toString())
            .add(run.hostname())
            .add(files);
    run.mounts().forEach(key::add);
    return key.finish();
  }

  /// What the bind mounts of a command show, by the names of whole filesystems.
  static List<String> names(Op.Run run, List<LayerStack> inputs) {
    return run.mounts().stream()
        .flatMap(mount -> mount instanceof RunMount.Bind bind ? Stream.of(bind) : Stream.of())
        .map(bind ->
            bind.origin() instanceof Origin.Input(var index)
                ? "chain " + inputs.get(index).chainId()
                : "nothing")
        .toList();
  }

  /// A mount counts by what it is and not by what it holds: secrets and caches are in no key.
  private CacheKey add(RunMount mount) {
    return switch (mount) {
      case RunMount.Bind bind ->
          add(List.of("bind", bind.target(), bind.source(), String.valueOf(bind.readOnly())));
      case RunMount.Cache cache ->
          add(List.of("cache", cache.target(), cache.id(), String.valueOf(cache.readOnly())));
      case RunMount.Tmpfs tmpfs ->
          add(List.of("tmpfs", tmpfs.target(), String.valueOf(tmpfs.maxBytes())));
      case RunMount.Secret secret ->
          add(
              List.of(
                  "secret",
                  secret.id(),
                  String.valueOf(secret.target()),
                  String.valueOf(secret.env())));
      case RunMount.Ssh ssh -> add(List.of("ssh", ssh.id()));
      case RunMount.Script script -> add(List.of("script", script.target(), script.content()));
    };
  }

  static Digest of(Op.MakeDirectory directory, @Nullable ChainId parent) {
    return new CacheKey("mkdir", parent).add(directory.path()).add(directory.owner()).finish();
  }

  /// The key of a copy by the content of what it copies.
  static Digest ofContent(Op.Copy copy, @Nullable ChainId parent, List<Digest> content) {
    return new CacheKey("copy", parent)
        .add(copy)
        .add(content.stream().map(Digest::toString).toList())
        .finish();
  }

  /// The key of a copy by the filesystem it copies from: known without reading a file.
  static Digest ofInput(Op.Copy copy, @Nullable ChainId parent, @Nullable ChainId input) {
    return new CacheKey("copy-from", parent)
        .add(copy)
        .add(input == null ? "scratch" : input.toString())
        .finish();
  }

  private CacheKey add(Op.Copy copy) {
    add(copy.sources().stream().map(CacheKey::text).toList());
    for (var document : copy.documents()) {
      add(document.name());
      add(document.content());
    }
    add(copy.destination());
    var traits = copy.traits();
    add(traits.chown());
    add(traits.chmodText());
    add(traits.excludes());
    return add(
        Stream.of(traits.link(), traits.parents(), traits.unpacksLocal(), traits.unpacksRemote())
            .map(String::valueOf)
            .toList());
  }

  /// Of what comes from elsewhere only the name that it gets: what it is, the content says.
  private static String text(Op.CopySource source) {
    return switch (source) {
      case Op.CopySource.Local(var path) -> "local " + path;
      case Op.CopySource.Url url -> "url " + url.name();
      case Op.CopySource.Git git -> "git " + git.repository().directory();
    };
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
