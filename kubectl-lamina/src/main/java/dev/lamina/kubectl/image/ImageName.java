package dev.lamina.kubectl.image;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A name as somebody writes it, in its parts.
///
/// @param host absent in a short name
/// @param path the repository below the host
/// @param tag absent if none is written
/// @param digest absent if none is written
public record ImageName(
    Optional<String> host, String path, Optional<String> tag, Optional<String> digest) {
  /// The tag of a name that has none.
  public static final String LATEST = "latest";

  private static final String LOCAL = "localhost";
  private static final String HUB = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /// Reads a name.
  ///
  /// @throws Failure `InvalidReference` saying what is wrong
  public static ImageName parse(String text) {
    var at = text.indexOf('@');
    var name = at < 0 ? text : text.substring(0, at);
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(text.substring(at + 1));
    var colon = name.lastIndexOf(':');
    var hasTag = colon > name.lastIndexOf('/');
    var tag = hasTag ? Optional.of(name.substring(colon + 1)) : Optional.<String>empty();
    var whole = hasTag ? name.substring(0, colon) : name;
    var slash = whole.indexOf('/');
    var hasHost = slash > 0 && isHost(whole.substring(0, slash));
    var path = hasHost ? whole.substring(slash + 1) : whole;
    if (!PATH.matcher(path).matches()) {
      throw invalid(text, "a repository is lower-case words joined by '.', '_', '-' and '/'");
    }
    if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
      throw invalid(text, "a tag is 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    if (digest.isPresent() && !digest.get().startsWith("sha256:")) {
      throw invalid(text, "'" + digest.get() + "' is not a digest");
    }
    var host = hasHost ? Optional.of(whole.substring(0, slash)) : Optional.<String>empty();
    return new ImageName(host, path, tag, digest);
  }

  private static boolean isHost(String first) {
    return first.equals(LOCAL) || first.contains(".") || first.contains(":");
  }

  private static Failure invalid(String text, String why) {
    return new Failure(FailureReason.InvalidReference, "image reference '" + text + "': " + why);
  }

  /// The complete names that may be meant, the likeliest first: a name without a host is the
  /// namespace's own before it is Docker Hub's.
  public List<String> candidates() {
    return host.isPresent() ? List.of(complete()) : List.of(LOCAL + "/" + path + end(), complete());
  }

  /// The name as registries know it.
  public String complete() {
    return repository() + end();
  }

  /// Host and path, as registries know them.
  public String repository() {
    return registry() + "/" + remotePath();
  }

  public String registry() {
    return host.orElse(HUB);
  }

  /// The path as the registry knows it.
  public String remotePath() {
    return registry().equals(HUB) && path.indexOf('/') < 0 ? OFFICIAL + path : path;
  }

  /// The name as people write it: without `docker.io/`, `library/` and `localhost/`.
  public String familiar() {
    var isShort = registry().equals(HUB) || registry().equals(LOCAL);
    var place = isShort ? "" : registry() + "/";
    var shown = path.startsWith(OFFICIAL) && registry().equals(HUB) ? path.substring(8) : path;
    return place + shown + end();
  }

  /// Whether neither tag nor digest is written.
  public boolean isBare() {
    return tag.isEmpty() && digest.isEmpty();
  }

  /// The tag or digest that counts.
  public String version() {
    return digest.orElseGet(() -> tag.orElse(LATEST));
  }

  private String end() {
    var written =
        tag.map(text -> ":" + text).orElse("") + digest.map(text -> "@" + text).orElse("");
    return written.isEmpty() ? ":" + LATEST : written;
  }
}
