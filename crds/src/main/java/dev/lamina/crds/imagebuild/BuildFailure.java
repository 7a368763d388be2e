package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a build failed, down to the line.
@ApiRecord
public record BuildFailure(
    @JsonProperty("class")
        @JsonPropertyDescription(
            "Who has to act: UserError (fix the Dockerfile or manifest), InputError (an"
                + " input is missing), RegistryError, NodeError (both may pass) or InternalError.")
        @Nullable FailureClass failureClass,
    @JsonPropertyDescription("The reason in one word, for example RunFailed.")
        @Nullable String reason,
    @JsonPropertyDescription("Id of the step that failed.") @Nullable String step,
    @JsonPropertyDescription("Line of the Dockerfile, from 1.") @Nullable Integer line,
    @JsonPropertyDescription("The instruction that failed.") @Nullable String instruction,
    @JsonPropertyDescription("Exit code of the command, for RunFailed.") @Nullable Integer exitCode,
    @Size(max = 1024) @JsonPropertyDescription("What happened, in one sentence.")
        @Nullable String message,
    @Size(max = 20) @JsonPropertyDescription("The last lines the step printed, at most 20.")
        List<@Size(max = 512) String> lastLines,
    @JsonPropertyDescription("What is kept of the state before that step.")
        @Nullable KeptStep kept) {
  public BuildFailure {
    lastLines = Absent.toEmpty(lastLines);
  }
}
