package dev.lamina.agent.inspect.packages;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The package managers whose databases are read.
public enum PackageFormat {
  DEB,
  APK,
  RPM;

  /// The type of a package URL. See the purl-spec, "Known purl types".
  @JsonValue
  public String type() {
    return name().toLowerCase(Locale.ROOT);
  }
}
