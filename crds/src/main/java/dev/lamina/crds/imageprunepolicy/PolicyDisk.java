package dev.lamina.crds.imageprunepolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// When a disk is too full, and when it no longer is.
@ApiRecord
@ValidationRule(
    value = "has(self.highPercent) || has(self.minFree)",
    message = "disk needs highPercent or minFree")
@ValidationRule(
    value = "!has(self.lowPercent) || has(self.highPercent)",
    message = "lowPercent needs highPercent")
@ValidationRule(
    value = "!has(self.lowPercent) || !has(self.highPercent) || self.lowPercent < self.highPercent",
    message = "lowPercent must be less than highPercent")
public record PolicyDisk(
    @Min(1)
        @Max(100)
        @JsonPropertyDescription("Use of the disk, in percent, from which it is too full.")
        @Nullable Integer highPercent,
    @Min(0)
        @Max(99)
        @JsonPropertyDescription(
            "Use of the disk, in percent, at which the rules stop. Default: 10 less than"
                + " highPercent.")
        @Nullable Integer lowPercent,
    @Pattern("^[0-9]+(\\.[0-9]+)?([kMGTPE]|[KMGTPE]i)?$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "With less space free than this a disk is too full as well, for example 10Gi.")
        @Nullable String minFree) {
  private static final int STEP = 10;

  /// Where the rules stop, if use matters at all.
  public @Nullable Integer until() {
    if (lowPercent != null || highPercent == null) {
      return lowPercent;
    }
    return Math.max(0, highPercent - STEP);
  }
}
