package dev.lamina.agent.dockerfile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads the value of one `--mount`: comma-separated `key=value` fields.
final class MountParser {
  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "src",
          "target",
          "dst",
          "destination",
          "readonly",
          "ro",
          "readwrite",
          "rw",
          "required",
          "size",
          "id",
          "sharing",
          "mode",
          "uid",
          "gid",
          "env");

  private Mount.Type type = Mount.Type.BIND;
  private @Nullable String from;
  private String source = "";
  private String target = "";
  private @Nullable Boolean readOnly;
  private long sizeLimit;
  private @Nullable String id;
  private Mount.@Nullable Sharing sharing;
  private boolean required;
  private @Nullable String env;
  private @Nullable Integer mode;
  private @Nullable Long uid;
  private @Nullable Long gid;

  /// @param expand expands the variables of a value
  static Mount parse(String text, UnaryOperator<String> expand) {
    var parser = new MountParser();
    for (var field : CsvFields.split(text)) {
      parser.field(field, expand);
    }
    return parser.mount();
  }

  private void field(String field, UnaryOperator<String> expand) {
    var equals = field.indexOf('=');
    var key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
    if (!KEYS.contains(key)) {
      throw new SyntaxException(
          "unexpected key '%s' in '%s'%s".formatted(key, field, Suggestion.of(key, KEYS)));
    }
    if (equals >= 0) {
      set(key, expand.apply(field.substring(equals + 1)));
    } else if (List.of("readonly", "ro", "readwrite", "rw", "required").contains(key)) {
      set(key, "true");
    } else {
      throw new SyntaxException("invalid field '%s' must be a key=value pair".formatted(field));
    }
  }

  private void set(String key, String value) {
    switch (key) {
      case "type" -> type = oneOf(Mount.Type.values(), value, "unsupported mount type");
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = truth(key, value);
      case "readwrite", "rw" -> readOnly = !truth(key, value);
      case "required" -> {
        requireType(key, Mount.Type.SECRET, Mount.Type.SSH);
        required = truth(key, value);
      }
      case "size" -> {
        requireType(key, Mount.Type.TMPFS);
        sizeLimit = ByteSize.parse(value);
      }
      case "id" -> id = value;
      case "sharing" -> sharing = oneOf(Mount.Sharing.values(), value, "unsupported sharing value");
      case "mode" -> mode = (int) number(key, value, 8);
      case "uid" -> uid = number(key, value, 10);
      case "gid" -> gid = number(key, value, 10);
      default -> env = value;
    }
  }

  private Mount mount() {
    var owned = type == Mount.Type.SECRET || type == Mount.Type.SSH || type == Mount.Type.CACHE;
    if (!owned && (mode != null || uid != null || gid != null)) {
      throw new SyntaxException("mode, uid and gid are not allowed for %s mounts".formatted(type));
    }
    if (sharing != null && type != Mount.Type.CACHE) {
      throw new SyntaxException("invalid cache sharing set for %s mount".formatted(type));
    }
    if (type == Mount.Type.SECRET) {
      checkSecret();
    }
    var writable = type == Mount.Type.CACHE || type == Mount.Type.TMPFS;
    return new Mount(
        type,
        from == null || from.isEmpty() ? null : from,
        source,
        target,
        readOnly == null ? !writable : readOnly,
        sizeLimit,
        id,
        sharing,
        required,
        env,
        mode,
        uid,
        gid);
  }

  private void checkSecret() {
    if (from != null && !from.isEmpty()) {
      throw new SyntaxException("secret mount should not have a from");
    }
    if (source.isEmpty() && target.isEmpty() && id == null) {
      throw new SyntaxException("invalid secret mount. one of source, target required");
    }
    if (!source.isEmpty() && id != null) {
      throw new SyntaxException("both source and id can't be set");
    }
  }

  private void requireType(String key, Mount.Type... allowed) {
    if (!Arrays.asList(allowed).contains(type)) {
      throw new SyntaxException("unexpected key '%s' for mount type '%s'".formatted(key, type));
    }
  }

  private static <E extends Enum<E>> E oneOf(E[] values, String value, String what) {
    for (var candidate : values) {
      if (candidate.name().equalsIgnoreCase(value)) {
        return candidate;
      }
    }
    var names = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    throw new SyntaxException("%s \"%s\"%s".formatted(what, value, Suggestion.of(value, names)));
  }

  /// The truth values of Go's strconv.ParseBool.
  private static boolean truth(String key, String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new SyntaxException("invalid value for %s: %s".formatted(key, value));
    };
  }

  private static long number(String key, String value, int radix) {
    try {
      return Integer.parseUnsignedInt(value, radix) & 0xffff_ffffL;
    } catch (NumberFormatException e) {
      throw new SyntaxException("invalid value %s for %s".formatted(value, key));
    }
  }
}
