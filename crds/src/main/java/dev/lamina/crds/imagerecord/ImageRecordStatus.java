package dev.lamina.crds.imagerecord;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Facts of an image, which never change, and how many nodes have it.
@ApiRecord
public record ImageRecordStatus(
    @Size(max = 80) @JsonPropertyDescription("Digest of the manifest.") String digest,
    @Size(max = 80) @JsonPropertyDescription("The image ID: digest of the config.")
        @Nullable String imageID,
    @Size(max = 12) @JsonPropertyDescription("The first 12 digits of the image ID.")
        @Nullable String shortID,
    @Size(max = 64) @JsonPropertyDescription("Names of all namespaces, at most 64.")
        List<@Size(max = 512) String> names,
    @Size(max = 64) @JsonPropertyDescription("For example linux/amd64.") @Nullable String platform,
    @JsonPropertyDescription("When it was made, as it says itself.") @Nullable Instant created,
    @Size(max = 256) @JsonPropertyDescription("Who made it, as it says itself.")
        @Nullable String author,
    @JsonPropertyDescription("How a container of it runs.") @Nullable RecordedConfig config,
    @Size(max = 512) @JsonPropertyDescription("Its layers, the lowest first.")
        List<RecordedLayer> layers,
    @JsonPropertyDescription("Number of layers.") @Nullable Integer layerCount,
    @Size(max = 512)
        @JsonPropertyDescription("Its history as docker history shows it, the newest first.")
        List<RecordedStep> history,
    @JsonPropertyDescription("What is installed in it, as its package databases say.")
        @Nullable RecordedPackages packages,
    @JsonPropertyDescription("Unpacked size in bytes.") @Nullable Long sizeBytes,
    @JsonPropertyDescription("Unpacked size, for example 72.8MB.") @Nullable String size,
    @JsonPropertyDescription("Bytes of its layers as they are in a registry.")
        @Nullable Long downloadSizeBytes,
    @JsonPropertyDescription("downloadSizeBytes for people.") @Nullable String downloadSize,
    @Size(max = 256) @JsonPropertyDescription("Why there are no facts, if they cannot be had.")
        @Nullable String problem,
    @JsonPropertyDescription("Number of nodes that have it; written at most once a minute.")
        @Nullable Integer nodes) {
  public ImageRecordStatus {
    names = Absent.toEmpty(names);
    layers = Absent.toEmpty(layers);
    history = Absent.toEmpty(history);
  }

  /// The same facts with what changes.
  public ImageRecordStatus with(List<String> currentNames, int currentNodes) {
    return new ImageRecordStatus(
        digest,
        imageID,
        shortID,
        currentNames,
        platform,
        created,
        author,
        config,
        layers,
        layerCount,
        history,
        packages,
        sizeBytes,
        size,
        downloadSizeBytes,
        downloadSize,
        problem,
        currentNodes);
  }
}
