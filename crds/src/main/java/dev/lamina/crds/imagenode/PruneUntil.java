package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// When the disk has room enough: a Prune with rules stops there.
@ApiRecord
public record PruneUntil(
    @Min(0)
        @Max(100)
        @JsonPropertyDescription("Use of the disk, in percent, that it may have in the end.")
        @Nullable Integer usedPercent,
    @Min(0) @JsonPropertyDescription("Bytes that are free in the end.") @Nullable Long freeBytes) {}
