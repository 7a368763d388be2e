package dev.lamina.agent.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The document of `inspect`: Docker's keys, then `Digest` and `Layers`, which Docker lacks.
///
/// @param repoDigests the names with the digest of the manifest
/// @param size unpacked bytes of all layers
@JsonPropertyOrder({
  "Id",
  "RepoTags",
  "RepoDigests",
  "Comment",
  "Created",
  "Author",
  "Config",
  "Architecture",
  "Variant",
  "Os",
  "Size",
  "RootFS",
  "Metadata",
  "Digest",
  "Layers"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageInspection(
    @JsonProperty("Id") Digest id,
    @JsonProperty("RepoTags") List<String> repoTags,
    @JsonProperty("RepoDigests") List<String> repoDigests,
    @JsonProperty("Comment") String comment,
    @JsonProperty("Created") @Nullable Instant created,
    @JsonProperty("Author") String author,
    @JsonProperty("Config") ExecutionConfig config,
    @JsonProperty("Architecture") String architecture,
    @JsonProperty("Variant") @Nullable String variant,
    @JsonProperty("Os") String os,
    @JsonProperty("Size") long size,
    @JsonProperty("RootFS") RootFs rootFs,
    @JsonProperty("Metadata") Times times,
    @JsonProperty("Digest") Digest digest,
    @JsonProperty("Layers") List<ImageLayer> layers) {
  public ImageInspection {
    repoTags = List.copyOf(repoTags);
    repoDigests = List.copyOf(repoDigests);
    layers = List.copyOf(layers);
  }

  /// The diff_ids of the layers, lowest first.
  public record RootFs(
      @JsonProperty("Type") String type, @JsonProperty("Layers") List<DiffId> layers) {
    public RootFs {
      layers = List.copyOf(layers);
    }
  }

  /// When the image last came into this store.
  public record Times(@JsonProperty("LastTagTime") Instant lastTagTime) {}
}
