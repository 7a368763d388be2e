package dev.lamina.agent.inspect.packages;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The name of a package for every tool:
/// `pkg:deb/debian/bash@5.2.15-2?arch=amd64&distro=debian-12`. See the purl-spec.
final class PackageUrl {
  private static final String UNRESERVED = "-._~:";

  private PackageUrl() {}

  static String of(InstalledPackage installed, @Nullable Distribution distribution) {
    var version = installed.version();
    var qualifiers = new TreeMap<String, String>();
    put(qualifiers, "arch", installed.architecture());
    if (distribution != null) {
      put(qualifiers, "distro", distribution.release());
    }
    var colon = version.indexOf(':');
    if (installed.format() == PackageFormat.RPM && colon > 0) {
      put(qualifiers, "epoch", version.substring(0, colon));
      version = version.substring(colon + 1);
    }
    put(qualifiers, "upstream", installed.source());
    var url = new StringBuilder("pkg:").append(installed.format().type());
    if (distribution != null) {
      url.append('/').append(encoded(distribution.id()));
    }
    url.append('/').append(encoded(name(installed))).append('@').append(encoded(version));
    var separator = '?';
    for (var qualifier : qualifiers.entrySet()) {
      url.append(separator).append(qualifier.getKey()).append('=');
      url.append(encoded(qualifier.getValue()));
      separator = '&';
    }
    return url.toString();
  }

  /// Debian's and Alpine's names are lower case, rpm's are as they are.
  private static String name(InstalledPackage installed) {
    return installed.format() == PackageFormat.RPM
        ? installed.name()
        : installed.name().toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, String> qualifiers, String key, @Nullable String value) {
    if (value != null) {
      qualifiers.put(key, value);
    }
  }

  private static String encoded(String text) {
    var encoded = new StringBuilder();
    for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
      var isPlain = octet > 0 && (isAlphanumeric(octet) || UNRESERVED.indexOf(octet) >= 0);
      encoded.append(isPlain ? String.valueOf((char) octet) : "%%%02X".formatted(octet));
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(byte octet) {
    return (octet >= '0' && octet <= '9')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= 'a' && octet <= 'z');
  }
}
