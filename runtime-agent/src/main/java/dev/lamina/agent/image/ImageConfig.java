package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The config document of an image: its platform, how to run it, its layers, its history. The
/// digest of its bytes is the image ID. See the image-spec, config.md.
@JsonPropertyOrder({
  "created",
  "author",
  "architecture",
  "variant",
  "os",
  "config",
  "rootfs",
  "history"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageConfig(
    @Nullable Instant created,
    @Nullable String author,
    String architecture,
    String os,
    @Nullable String variant,
    @JsonProperty("os.version") @Nullable String osVersion,
    ExecutionConfig config,
    RootFs rootfs,
    List<History> history) {

  public ImageConfig {
    architecture = Objects.requireNonNullElse(architecture, "");
    os = Objects.requireNonNullElse(os, "");
    config = Objects.requireNonNullElse(config, ExecutionConfig.EMPTY);
    history = List.copyOf(Objects.requireNonNullElse(history, List.of()));
  }

  public Platform platform() {
    return new Platform(os, architecture, variant, osVersion);
  }

  /// The layers of the image, lowest first.
  public List<DiffId> diffIds() {
    return rootfs.diffIds();
  }

  /// The chains of the layers, lowest first; the last one names the image's whole filesystem.
  public List<ChainId> chain() {
    return ChainId.chainOf(diffIds());
  }

  @JsonPropertyOrder({"type", "diff_ids"})
  public record RootFs(String type, @JsonProperty("diff_ids") List<DiffId> diffIds) {
    public RootFs {
      diffIds = List.copyOf(diffIds);
    }

    public static RootFs of(List<DiffId> diffIds) {
      return new RootFs("layers", diffIds);
    }
  }

  /// One line of `history`: an instruction, and whether it made a layer.
  @JsonPropertyOrder({"created", "created_by", "author", "comment", "empty_layer"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record History(
      @Nullable Instant created,
      @JsonProperty("created_by") @Nullable String createdBy,
      @Nullable String author,
      @Nullable String comment,
      @JsonProperty("empty_layer") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
          boolean emptyLayer) {}
}
