package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The image store of the node in a few numbers.
@ApiRecord
public record StoreSummary(
    @JsonPropertyDescription("Size of the disk, for example 200 GiB.") @Nullable String capacity,
    @JsonPropertyDescription("What the store uses.") @Nullable String used,
    @JsonPropertyDescription("What a prune would free.") @Nullable String reclaimable,
    @JsonPropertyDescription("Number of images.") @Nullable Integer images,
    @JsonPropertyDescription("Number of layers.") @Nullable Integer layers,
    @JsonPropertyDescription("What sharing of layers saves.") @Nullable String dedupSaved,
    @JsonPropertyDescription("Changes when the list of images changes.")
        @Nullable String inventoryHash,
    @JsonPropertyDescription("When the store was last cleaned.") @Nullable Instant lastPrune,
    @Min(0)
        @Max(100)
        @JsonPropertyDescription("Use of the disk in percent, by whatever, as df tells it.")
        @Nullable Integer diskUsedPercent,
    @Min(0) @JsonPropertyDescription("Bytes that are free on the disk, in steps of 64 MiB.")
        @Nullable Long freeBytes) {
  public StoreSummary withInventoryHash(@Nullable String hash) {
    return new StoreSummary(
        capacity,
        used,
        reclaimable,
        images,
        layers,
        dedupSaved,
        hash,
        lastPrune,
        diskUsedPercent,
        freeBytes);
  }
}
