package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an image runs on: `os/architecture[/variant]`, in Go's names. See the image-spec,
/// image-index.md.
@JsonPropertyOrder({"architecture", "os", "os.version", "variant"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Platform(
    String os,
    String architecture,
    @Nullable String variant,
    @JsonProperty("os.version") @Nullable String osVersion) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /// Reads `os/architecture[/variant]`, with the names normalised: `x86_64` is `amd64`.
  ///
  /// @throws AgentException `InvalidArgument` when the text is not `os/architecture[/variant]`
  public static Platform parse(String text) {
    var parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw invalid(text);
    }
    for (var part : parts) {
      if (!WORD.matcher(part).matches()) {
        throw invalid(text);
      }
    }
    var variant = parts.length == 3 ? parts[2].toLowerCase(Locale.ROOT) : null;
    return normalized(parts[0], parts[1], variant);
  }

  /// The platform of this machine.
  public static Platform host() {
    return normalized("linux", System.getProperty("os.arch", "amd64"), null);
  }

  /// Whether an image for this platform runs on `machine` without emulation.
  public boolean runsOn(Platform machine) {
    return os.equals(machine.os)
        && architecture.equals(machine.architecture)
        && (variant == null || machine.variant == null || variant.equals(machine.variant));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }

  private static Platform normalized(String os, String architecture, @Nullable String variant) {
    var lower = architecture.toLowerCase(Locale.ROOT);
    var name =
        switch (lower) {
          case "x86_64", "x86-64" -> "amd64";
          case "aarch64" -> "arm64";
          case "i386" -> "386";
          default -> lower;
        };
    var redundant = name.equals("arm64") && "v8".equals(variant);
    return new Platform(os.toLowerCase(Locale.ROOT), name, redundant ? null : variant, null);
  }

  private static AgentException invalid(String text) {
    return new AgentException(
        FailureReason.InvalidArgument,
        "platform '" + text + "': want os/architecture[/variant], such as linux/amd64");
  }
}
