package dev.lamina.agent.build.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A part of a git repository, as `https://host/path.git#ref:directory` or with a query names it.
///
/// @param repository without user, query and fragment
/// @param ref branch, tag or commit; empty for the head
/// @param directory inside the repository; empty for all of it
/// @param commit digits the commit has to begin with; empty to take what comes
/// @param keepsGitDirectory null when the address does not say
/// @param depth how many commits are fetched; 0 for all
public record GitSource(
    URI repository,
    String ref,
    String directory,
    String commit,
    @Nullable Boolean keepsGitDirectory,
    boolean submodules,
    int depth) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException with the reason, for what is malformed or not allowed
  public static GitSource parse(String text) {
    var hash = text.indexOf('#');
    var address = uri(hash < 0 ? text : text.substring(0, hash));
    var fragment = hash < 0 ? "" : text.substring(hash + 1);
    var colon = fragment.indexOf(':');
    var ref = colon < 0 ? fragment : fragment.substring(0, colon);
    var directory = colon < 0 ? "" : fragment.substring(colon + 1);
    var query = query(address);
    return new GitSource(
        withoutQuery(address),
        checkedRef(agreed("ref", ref, refOf(query))),
        agreed("subdir", directory, query.getOrDefault("subdir", "")),
        checkedCommit(
            agreed("commit", query.getOrDefault("commit", ""), query.getOrDefault("checksum", ""))),
        truth(query, "keep-git-dir"),
        !Boolean.FALSE.equals(truth(query, "submodules")),
        1);
  }

  /// A part of a repository by its fields.
  ///
  /// @param url of the repository alone
  /// @param revision branch, tag or commit; `HEAD` for the head
  /// @throws IllegalArgumentException with the reason, for what is malformed or not allowed
  public static GitSource of(
      String url, String revision, String directory, boolean submodules, int depth) {
    if (url.indexOf('#') >= 0 || url.indexOf('?') >= 0) {
      throw new IllegalArgumentException("git repository: neither # nor ? can be in its address");
    }
    return new GitSource(
        withoutQuery(uri(url)),
        checkedRef(revision.equals("HEAD") ? "" : revision),
        directory,
        "",
        null,
        submodules,
        depth);
  }

  /// The same part, of this commit only.
  public GitSource withCommit(String checksum) {
    return new GitSource(
        repository,
        ref,
        directory,
        checkedCommit(agreed("checksum", commit, checksum)),
        keepsGitDirectory,
        submodules,
        depth);
  }

  /// The same part with what a flag says about `.git`.
  public GitSource withGitDirectory(@Nullable Boolean keep) {
    if (keep != null && keepsGitDirectory != null && !keep.equals(keepsGitDirectory)) {
      throw new IllegalArgumentException("inconsistent keep-git-dir configuration");
    }
    return new GitSource(
        repository,
        ref,
        directory,
        commit,
        keep == null ? keepsGitDirectory : keep,
        submodules,
        depth);
  }

  public boolean isLoopback() {
    return LOOPBACK.contains(String.valueOf(repository.getHost()));
  }

  private static URI uri(String address) {
    if (!address.startsWith("https://") && !address.startsWith("http://")) {
      throw new IllegalArgumentException(
          "git repository %s: only https is supported".formatted(withoutUser(address)));
    }
    try {
      var uri = new URI(address);
      var scheme = String.valueOf(uri.getScheme());
      var host = uri.getHost();
      var isAllowed = scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host));
      if (!isAllowed || host == null || host.startsWith("-")) {
        throw new IllegalArgumentException(
            "git repository %s: only https is supported".formatted(withoutUser(address)));
      }
      if (uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException("git repository: credentials in its address");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "git repository %s: %s".formatted(withoutUser(address), e.getReason()), e);
    }
  }

  private static String withoutUser(String address) {
    return address.replaceFirst("//[^/@]*@", "//");
  }

  private static URI withoutQuery(URI uri) {
    try {
      return new URI(
          uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("git repository: " + e.getReason(), e);
    }
  }

  private static Map<String, String> query(URI uri) {
    var values = new HashMap<String, String>();
    var text = uri.getRawQuery();
    for (var field : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
      var equals = field.indexOf('=');
      var key = decoded(equals < 0 ? field : field.substring(0, equals));
      var value = equals < 0 ? "" : decoded(field.substring(equals + 1));
      checkQuery(key, value);
      if (values.put(key, value) != null) {
        throw new IllegalArgumentException("query \"%s\" has multiple values".formatted(key));
      }
    }
    return values;
  }

  private static void checkQuery(String key, String value) {
    switch (key) {
      case "ref", "tag", "branch", "subdir", "checksum", "commit" -> {
        if (value.isEmpty()) {
          throw new IllegalArgumentException("query \"%s\" has no value".formatted(key));
        }
      }
      case "submodules", "keep-git-dir" -> {}
      default -> throw new IllegalArgumentException("unexpected query \"%s\"".formatted(key));
    }
  }

  private static String refOf(Map<String, String> query) {
    var tag = query.get("tag");
    var branch = query.get("branch");
    if (tag != null && branch != null) {
      throw new IllegalArgumentException("branch conflicts with tag");
    }
    var ref = query.getOrDefault("ref", "");
    if (tag != null) {
      return agreed("ref", ref, tag.startsWith("refs/tags/") ? tag : "refs/tags/" + tag);
    }
    return branch == null
        ? ref
        : agreed("ref", ref, branch.startsWith("refs/heads/") ? branch : "refs/heads/" + branch);
  }

  private static String agreed(String what, String one, String other) {
    if (!one.isEmpty() && !other.isEmpty() && !one.equals(other)) {
      throw new IllegalArgumentException(
          "%s conflicts: \"%s\" vs \"%s\"".formatted(what, one, other));
    }
    return one.isEmpty() ? other : one;
  }

  /// What could be an option of git, or more than one ref, is none.
  private static String checkedRef(String ref) {
    var isStrange =
        ref.startsWith("-")
            || ref.contains("..")
            || ref.chars().anyMatch(c -> c <= ' ' || c == 0x7f || "~^:?*[\\".indexOf(c) >= 0);
    if (isStrange) {
      throw new IllegalArgumentException("invalid git reference \"%s\"".formatted(ref));
    }
    return ref;
  }

  private static String checkedCommit(String commit) {
    if (!commit.chars().allMatch(c -> Character.digit(c, 16) >= 0) || commit.length() > 64) {
      throw new IllegalArgumentException("invalid git commit \"%s\"".formatted(commit));
    }
    return commit;
  }

  private static @Nullable Boolean truth(Map<String, String> query, String key) {
    var value = query.get(key);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "", "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException("invalid %s value: \"%s\"".formatted(key, value));
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
