package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Picks the manifest of an index for a platform.
///
/// A machine runs its own variant and older ones, so the newest of those is the best: `arm/v7`
/// takes `v6` where there is no `v7`. One that states no platform serves where no other fits.
record PlatformChoice(Platform wanted) {
  Optional<Descriptor> of(List<Descriptor> manifests) {
    var images = manifests.stream().filter(PlatformChoice::isImage).toList();
    var best =
        images.stream()
            .filter(manifest -> manifest.platform() != null && fits(manifest.platform()))
            .min(Comparator.comparingInt(manifest -> -levelOf(manifest)));
    return best.or(
        () -> images.stream().filter(manifest -> manifest.platform() == null).findFirst());
  }

  boolean fits(Platform platform) {
    return platform.os().equals(wanted.os())
        && platform.architecture().equals(wanted.architecture())
        && level(platform) <= level(wanted);
  }

  private static boolean isImage(Descriptor manifest) {
    return MediaTypes.isManifest(manifest.mediaType()) || MediaTypes.isIndex(manifest.mediaType());
  }

  private static int levelOf(Descriptor manifest) {
    var platform = manifest.platform();
    return platform == null ? 0 : level(platform);
  }

  /// The number of the variant. See the image-spec, image-index.md, "Platform Variants".
  private static int level(Platform platform) {
    var variant = platform.variant();
    if (variant == null || variant.isEmpty()) {
      return switch (platform.architecture()) {
        case "arm" -> 7;
        case "arm64" -> 8;
        default -> 1;
      };
    }
    var digits = variant.toLowerCase(Locale.ROOT).replaceFirst("^v", "").replaceFirst("\\..*", "");
    return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }
}
