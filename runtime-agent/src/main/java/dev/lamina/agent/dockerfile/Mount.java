package dev.lamina.agent.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mount of RUN. Null stands for a key that was not given.
///
/// @param from stage or image the content comes from; null for the build context
/// @param sizeLimit bytes of a tmpfs, 0 for no limit
/// @param env variable that receives a secret; empty for one named after the secret
public record Mount(
    Type type,
    @Nullable String from,
    String source,
    String target,
    boolean readOnly,
    long sizeLimit,
    @Nullable String id,
    @Nullable Sharing sharing,
    boolean required,
    @Nullable String env,
    @Nullable Integer mode,
    @Nullable Long uid,
    @Nullable Long gid) {

  public enum Type {
    BIND,
    CACHE,
    TMPFS,
    SECRET,
    SSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Sharing {
    SHARED,
    PRIVATE,
    LOCKED
  }

  /// What `from` of a `--mount` value names, before variables are expanded; nothing for mounts that
  /// read from nowhere.
  public static Optional<String> fromOf(String value) {
    var from = Optional.<String>empty();
    for (var field : CsvFields.split(value)) {
      var equals = field.indexOf('=');
      var key = equals < 0 ? "" : field.substring(0, equals).toLowerCase(Locale.ROOT);
      var text = field.substring(equals + 1);
      if (key.equals("type") && List.of("tmpfs", "secret", "ssh").contains(text)) {
        return Optional.empty();
      }
      if (key.equals("from") && !text.isEmpty()) {
        from = Optional.of(text);
      }
    }
    return from;
  }

  /// Variables cannot choose what a stage depends on, so `from` must not contain any.
  static void checkFrom(String value) {
    for (var field : CsvFields.split(value)) {
      var equals = field.indexOf('=');
      var isFrom = equals > 0 && field.substring(0, equals).toLowerCase(Locale.ROOT).equals("from");
      var dollar = field.indexOf('$', equals + 1);
      if (isFrom && dollar >= 0 && dollar != field.length() - 1) {
        throw new SyntaxException(
            "'from' doesn't support variable expansion, define alias stage instead");
      }
    }
  }
}
