package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Results of build steps as a registry keeps them, in the form of BuildKit's cache manifests: the
/// config of a manifest whose layers they are. What a key stands for is the builder's own business.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CacheConfig(List<CacheLayer> layers, List<CacheRecord> records) {
  public static final String MEDIA_TYPE = "application/vnd.buildkit.cacheconfig.v0";

  public CacheConfig {
    layers = List.copyOf(Objects.requireNonNullElse(layers, List.of()));
    records = List.copyOf(Objects.requireNonNullElse(records, List.of()));
  }

  /// A layer in its place.
  ///
  /// @param parent index of the one below it; -1 if that is not among them
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CacheLayer(@Nullable Digest blob, int parent, @Nullable LayerFacts annotations) {}

  /// What else is known of a layer.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LayerFacts(
      @Nullable String mediaType,
      @JsonProperty("diffID") @Nullable DiffId diffId,
      long size,
      @Nullable Instant createdAt) {}

  /// A step by its key, and the layer it made.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CacheRecord(
      @JsonProperty("layers") List<CacheResult> results, @Nullable Digest digest) {
    public CacheRecord {
      results = List.copyOf(Objects.requireNonNullElse(results, List.of()));
    }
  }

  /// A layer by its index.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CacheResult(int layer, @Nullable Instant createdAt) {}
}
