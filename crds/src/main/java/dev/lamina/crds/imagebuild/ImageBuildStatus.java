package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.TaskReference;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator knows about the builds of this object.
@ApiRecord
public record ImageBuildStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Number of the newest build, from 1.") @Nullable Long buildNumber,
    @JsonPropertyDescription("Which try of that build, from 1.") @Nullable Integer attempt,
    @JsonPropertyDescription(
            "Hash of all that decides what is built; another hash starts another build.")
        @Nullable String inputsHash,
    @JsonPropertyDescription(
            "Value of the annotation lamina.dev/rebuild-at that was acted upon last.")
        @Nullable String lastHandledRebuildAt,
    @JsonPropertyDescription("Node of the newest build.") @Nullable String nodeName,
    @JsonPropertyDescription("NodeTask of the newest build.") @Nullable TaskReference taskRef,
    @JsonPropertyDescription("The newest image that was built with success, as name@digest.")
        @Nullable String latestImage,
    @JsonPropertyDescription("Its image ID: the digest of its config.") @Nullable String imageID,
    @JsonPropertyDescription("Its unpacked size for people, for example 52.1 MiB.")
        @Nullable String size,
    @JsonPropertyDescription("Its unpacked size in bytes.") @Nullable Long sizeBytes,
    @JsonPropertyDescription("Its compressed size in bytes, as a registry counts it.")
        @Nullable Long downloadSizeBytes,
    @JsonPropertyDescription("When the newest build started.") @Nullable Instant startTime,
    @JsonPropertyDescription("When the newest build ended.") @Nullable Instant completionTime,
    @JsonPropertyDescription("How long the newest build took, for example 18s.")
        @Nullable String duration,
    @JsonPropertyDescription("What the sources turned out to be.") @Nullable SourceRevision source,
    @Size(max = 32)
        @JsonPropertyDescription("The base images, with the digests they were resolved to.")
        List<BaseImage> baseImages,
    @JsonPropertyDescription("How far the newest build is.") @Nullable BuildProgress progress,
    @Size(max = 100)
        @ListMap(key = "id")
        @JsonPropertyDescription("The steps of the newest build, at most 100.")
        List<BuildStep> steps,
    @JsonPropertyDescription("Why the newest build failed.") @Nullable BuildFailure failure,
    @Size(max = 50) @JsonPropertyDescription("Remarks about the Dockerfile, at most 50.")
        List<LintFinding> lints,
    @Size(max = 2048)
        @JsonPropertyDescription("The end of the build output, at most 2048 characters.")
        @Nullable String logTail,
    @Size(max = 16) @JsonPropertyDescription("The names the image got.") List<BuiltImage> outputs,
    @JsonPropertyDescription("Digests of the attestations beside the image.")
        @Nullable Attestations attestations,
    @Size(max = 40) @JsonPropertyDescription("Finished builds, the newest first.")
        List<BuildRecord> history,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public ImageBuildStatus {
    baseImages = Absent.toEmpty(baseImages);
    steps = Absent.toEmpty(steps);
    lints = Absent.toEmpty(lints);
    outputs = Absent.toEmpty(outputs);
    history = Absent.toEmpty(history);
    conditions = Absent.toEmpty(conditions);
  }
}
