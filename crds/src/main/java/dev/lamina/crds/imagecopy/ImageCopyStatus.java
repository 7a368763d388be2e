package dev.lamina.crds.imagecopy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the copies.
@ApiRecord
public record ImageCopyStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When it started.") @Nullable Instant startTime,
    @JsonPropertyDescription("When the last copy was made.") @Nullable Instant completionTime,
    @Size(max = 80) @JsonPropertyDescription("Digest of the manifest of the source.")
        @Nullable String digest,
    @JsonPropertyDescription("The node that pushes.") @Nullable String node,
    @JsonPropertyDescription("Copies that are made over all copies, for example 2/3.")
        @Nullable String progress,
    @Size(max = 64)
        @ListMap(key = "reference")
        @JsonPropertyDescription("Each tag and destination, in the order of the spec.")
        List<CopyResult> copies,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public ImageCopyStatus {
    copies = Absent.toEmpty(copies);
    conditions = Absent.toEmpty(conditions);
  }

  /// One tag or destination.
  @ApiRecord
  public record CopyResult(
      @Required @Size(max = 512) @JsonPropertyDescription("As the spec names it.") String reference,
      @JsonPropertyDescription("Waiting, Running, Succeeded or Failed.") @Nullable String state,
      @Size(max = 80) @JsonPropertyDescription("What the reference stands for now.")
          @Nullable String digest,
      @JsonPropertyDescription("Number of nodes that have the tag.") @Nullable Integer nodes,
      @JsonPropertyDescription("Why it failed, in one word.") @Nullable String reason,
      @Size(max = 256) @JsonPropertyDescription("Why it failed, in a sentence.")
          @Nullable String message) {}
}
