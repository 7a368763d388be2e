package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A remark about the Dockerfile.
@ApiRecord
public record LintFinding(
    @Required @JsonPropertyDescription("Name of the rule, for example MaintainerDeprecated.")
        String rule,
    @JsonPropertyDescription("Line of the Dockerfile, from 1.") @Nullable Integer line,
    @JsonPropertyDescription("Warning or Error.") @Nullable LintSeverity severity,
    @Size(max = 512) @JsonPropertyDescription("What is wrong and what to write in its place.")
        @Nullable String message) {}
