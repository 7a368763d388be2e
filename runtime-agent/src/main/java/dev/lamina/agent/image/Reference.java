package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The full name of an image: registry host, repository, and a tag or a digest or both.
///
/// Short names are completed as Docker does: `nginx` is `docker.io/library/nginx:latest`. The host
/// `localhost` without a port is the tenant's own store and never a registry. Grammar: the
/// distribution-spec, "Pulling manifests", and the `reference` grammar of docker/distribution.
///
/// @param registry host, with port where it has one
/// @param repository path below the host
public record Reference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
  /// The host of names that live on nodes only.
  public static final String LOCAL = "localhost";

  private static final String DOCKER_HUB = "docker.io";
  private static final String LATEST = "latest";
  private static final int NAME_LIMIT = 255;
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  public Reference {
    var name = registry + "/" + repository;
    if (name.length() > NAME_LIMIT) {
      throw invalid(name, "a name has at most " + NAME_LIMIT + " characters");
    }
    if (!HOST.matcher(registry).matches()) {
      throw invalid(name, "'" + registry + "' is not a host");
    }
    if (!REPOSITORY.matcher(repository).matches()) {
      throw invalid(name, "a repository is lower-case words joined by '.', '_', '-' and '/'");
    }
    if (tag != null && !TAG.matcher(tag).matches()) {
      throw invalid(name + ":" + tag, "a tag is 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    if (tag == null && digest == null) {
      tag = LATEST;
    }
  }

  /// Reads a name as people write it, and completes it.
  ///
  /// @throws AgentException `InvalidReference` saying which part is wrong
  @JsonCreator
  public static Reference parse(String text) {
    if (text.isEmpty()) {
      throw invalid(text, "it is empty");
    }
    var at = text.indexOf('@');
    var name = at < 0 ? text : text.substring(0, at);
    var digest = at < 0 ? null : digest(text, text.substring(at + 1));
    var colon = name.lastIndexOf(':');
    var hasTag = colon > name.lastIndexOf('/');
    var tag = hasTag ? name.substring(colon + 1) : null;
    var path = hasTag ? name.substring(0, colon) : name;
    var slash = path.indexOf('/');
    if (slash > 0 && isHost(path.substring(0, slash))) {
      return new Reference(
          path.substring(0, slash),
          completed(path.substring(0, slash), path.substring(slash + 1)),
          tag,
          digest);
    }
    return new Reference(DOCKER_HUB, completed(DOCKER_HUB, path), tag, digest);
  }

  /// Whether the text names a host, so that a build's tag without one can stay local.
  public static boolean hasRegistry(String text) {
    var slash = text.indexOf('/');
    return slash > 0 && isHost(text.substring(0, slash));
  }

  /// The name a build gives to a tag that has no host: below [#LOCAL].
  ///
  /// @throws AgentException `InvalidReference` saying which part is wrong
  public static Reference parseLocal(String text) {
    return hasRegistry(text) ? parse(text) : parse(LOCAL + "/" + text);
  }

  /// Whether the name lives on nodes only and must never reach a registry.
  public boolean isLocal() {
    return registry.equals(LOCAL);
  }

  public Reference withDigest(Digest changed) {
    return new Reference(registry, repository, tag, changed);
  }

  public Reference withTag(String changed) {
    return new Reference(registry, repository, changed, null);
  }

  /// Registry and repository, without tag and digest.
  public String name() {
    return registry + "/" + repository;
  }

  /// The name as people write it: without `docker.io/` and `library/`, nor `localhost/`.
  public String familiarName() {
    if (isLocal()) {
      return repository;
    }
    if (!registry.equals(DOCKER_HUB)) {
      return name();
    }
    return repository.startsWith("library/") ? repository.substring(8) : repository;
  }

  @Override
  @JsonValue
  public String toString() {
    return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  private static boolean isHost(String first) {
    return first.equals(LOCAL) || first.contains(".") || first.contains(":");
  }

  private static String completed(String registry, String repository) {
    return registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0
        ? "library/" + repository
        : repository;
  }

  private static Digest digest(String whole, String text) {
    if (!Digest.isDigest(text)) {
      throw invalid(whole, "'" + text + "' is not a digest");
    }
    return Digest.parse(text);
  }

  private static AgentException invalid(String text, String why) {
    return new AgentException(
        FailureReason.InvalidReference, "image reference '" + text + "': " + why);
  }
}
