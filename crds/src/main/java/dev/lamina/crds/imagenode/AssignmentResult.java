package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of an assignment.
@ApiRecord
public record AssignmentResult(
    @Required @Size(max = 24) @JsonPropertyDescription("Id of the assignment.") String id,
    @Required
        @JsonPropertyDescription(
            "Waiting, Running, Succeeded, Failed, Skipped or Cancelled; the last four are"
                + " final.")
        ResultState state,
    @Size(max = 64) @JsonPropertyDescription("Why, in one word.") @Nullable String reason,
    @Size(max = 256) @JsonPropertyDescription("Why, in a sentence.") @Nullable String message,
    @Size(max = 80) @JsonPropertyDescription("Digest of the image it was about.")
        @Nullable String digest,
    @JsonPropertyDescription("Bytes moved; of Prune: bytes that it freed.") @Nullable Long bytes,
    @JsonPropertyDescription("Bytes to move in all, once that is known.") @Nullable Long bytesTotal,
    @JsonPropertyDescription("Layers of the image, once they are known.") @Nullable Integer layers,
    @JsonPropertyDescription("Layers of it that are unpacked.") @Nullable Integer layersDone,
    @JsonPropertyDescription("Bytes of them that came from other nodes.") @Nullable Long peerBytes,
    @Min(0) @Max(100) @JsonPropertyDescription("Progress, 0 to 100.") @Nullable Integer percent,
    @JsonPropertyDescription("Tries so far.") @Nullable Integer attempts,
    @JsonPropertyDescription("When it started.") @Nullable Instant startedAt,
    @JsonPropertyDescription("When it ended.") @Nullable Instant finishedAt,
    @JsonPropertyDescription("Of Inspect: what the image is made of.") @Nullable ImageFacts facts,
    @JsonPropertyDescription("Of Prune and Remove: what went, or would go.")
        @Nullable PruneResult pruned) {

  /// A result without figures of progress.
  public static AssignmentResult of(
      String id,
      ResultState state,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {
    return new AssignmentResult(
        id,
        state,
        reason,
        message,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        startedAt,
        finishedAt,
        null,
        null);
  }

  /// Whether nothing more will come.
  @JsonIgnore
  public boolean isFinal() {
    return switch (state) {
      case Waiting, Running -> false;
      case Succeeded, Failed, Skipped, Cancelled -> true;
    };
  }
}
