package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The distribution that an image is of. See os-release(5).
///
/// @param id lower case, as `debian`
/// @param version as `12`; absent for one that rolls
/// @param name for people
public record Distribution(String id, @Nullable String version, String name) {
  private static final List<String> FILES = List.of("/etc/os-release", "/usr/lib/os-release");
  private static final int LARGEST_FILE = 64 * 1024;

  static Optional<Distribution> of(RootDirectory root) throws IOException {
    for (var file : FILES) {
      var content = root.readFile(file, LARGEST_FILE);
      if (content.isPresent()) {
        return parse(new String(content.get(), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  static Optional<Distribution> parse(String text) {
    var values = new HashMap<String, String>();
    for (var line : text.lines().toList()) {
      var equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#') {
        var value = InstalledPackage.cut(unquoted(line.substring(equals + 1).strip()));
        if (value != null) {
          values.put(line.substring(0, equals), value);
        }
      }
    }
    var id = values.get("ID");
    return id == null
        ? Optional.empty()
        : Optional.of(
            new Distribution(id, values.get("VERSION_ID"), values.getOrDefault("PRETTY_NAME", id)));
  }

  /// `debian-12`.
  public String release() {
    return version == null ? id : id + "-" + version;
  }

  private static String unquoted(String value) {
    var isQuoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
