package dev.lamina.crds.nodetask;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.BuildProgress;
import dev.lamina.crds.imagebuild.BuildStep;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.LintFinding;
import dev.lamina.crds.imagebuild.SourceRevision;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a build went; written by the agent, folded into ImageBuild.status by the operator.
@ApiRecord
public record BuildReport(
    @JsonPropertyDescription("When the build started.") @Nullable Instant startedAt,
    @JsonPropertyDescription("When it ended.") @Nullable Instant finishedAt,
    @JsonPropertyDescription("How far it is.") @Nullable BuildProgress progress,
    @Size(max = 100) @ListMap(key = "id") @JsonPropertyDescription("Its steps.")
        List<BuildStep> steps,
    @JsonPropertyDescription("Why it failed.") @Nullable BuildFailure failure,
    @Size(max = 50) @JsonPropertyDescription("Remarks about its Dockerfile.")
        List<LintFinding> lints,
    @Size(max = 2048) @JsonPropertyDescription("The end of its output.") @Nullable String logTail,
    @JsonPropertyDescription("Digest of the config of the image.") @Nullable String imageID,
    @JsonPropertyDescription("Digest of the manifest of the image.") @Nullable String digest,
    @JsonPropertyDescription("Unpacked size in bytes.") @Nullable Long sizeBytes,
    @JsonPropertyDescription("Compressed size in bytes, if it is known.")
        @Nullable Long downloadSizeBytes,
    @JsonPropertyDescription("What the sources turned out to be.") @Nullable SourceRevision source,
    @Size(max = 32) @JsonPropertyDescription("The base images, resolved.")
        List<BaseImage> baseImages,
    @Size(max = 16) @JsonPropertyDescription("The names the image got, in the order of the order.")
        List<BuiltImage> outputs) {
  public BuildReport {
    steps = Absent.toEmpty(steps);
    lints = Absent.toEmpty(lints);
    baseImages = Absent.toEmpty(baseImages);
    outputs = Absent.toEmpty(outputs);
  }
}
