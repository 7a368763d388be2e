package dev.lamina.crds.imageprune;

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

/// What went from the nodes, or would go.
@ApiRecord
public record ImagePruneStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When it started.") @Nullable Instant startTime,
    @JsonPropertyDescription("When the last node was done.") @Nullable Instant completionTime,
    @JsonPropertyDescription("Number of different images that match on any node.")
        @Nullable Integer matchedImages,
    @JsonPropertyDescription("Bytes that all nodes together free, or would free.")
        @Nullable Long reclaimableBytes,
    @JsonPropertyDescription("reclaimableBytes for people.") @Nullable String reclaimable,
    @JsonPropertyDescription(
            "Number of images that were removed, each counted once per node; 0 in a dry run.")
        @Nullable Integer removed,
    @JsonPropertyDescription("How many nodes are where.") @Nullable NodeCounts nodes,
    @Size(max = 50)
        @ListMap(key = "digest")
        @JsonPropertyDescription("Some of the images, at most 50, those on most nodes first.")
        List<MatchedImage> sample,
    @Size(max = 20) @JsonPropertyDescription("The first 20 nodes that failed.")
        List<FailedNode> failedNodes,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  /// How many images are listed.
  public static final int MOST = 50;

  public ImagePruneStatus {
    sample = Absent.toEmpty(sample);
    failedNodes = Absent.toEmpty(failedNodes);
    conditions = Absent.toEmpty(conditions);
  }

  /// Numbers of nodes.
  @ApiRecord
  public record NodeCounts(
      @JsonPropertyDescription("Nodes that are meant.") @Nullable Integer desired,
      @JsonPropertyDescription("Nodes that are done.") @Nullable Integer done,
      @JsonPropertyDescription("Nodes that failed.") @Nullable Integer failed,
      @JsonPropertyDescription("done over desired, for example 3/4.") @Nullable String progress) {}

  /// One image.
  @ApiRecord
  public record MatchedImage(
      @Required @JsonPropertyDescription("Digest of its manifest.") String digest,
      @Size(max = 16) @JsonPropertyDescription("Names that go, at most 16.")
          List<@Size(max = 512) String> names,
      @JsonPropertyDescription("Number of nodes it goes from.") @Nullable Integer nodes,
      @JsonPropertyDescription("Its unpacked size.") @Nullable Long bytes) {
    public MatchedImage {
      names = Absent.toEmpty(names);
    }
  }

  /// A node that could not do it.
  @ApiRecord
  public record FailedNode(
      @JsonPropertyDescription("Name of the node.") @Nullable String node,
      @JsonPropertyDescription("The reason in one word.") @Nullable String reason,
      @Size(max = 256) @JsonPropertyDescription("What happened.") @Nullable String message) {}
}
