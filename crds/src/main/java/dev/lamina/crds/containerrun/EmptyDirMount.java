package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// An empty directory on disk that lives as long as the container.
@ApiRecord
public record EmptyDirMount(
    @Size(max = 16)
        @JsonPropertyDescription(
            "Most it may hold, for example 1Gi; the container is stopped once it has more. Default:"
                + " no limit of its own. It counts in resources.writableLayer too.")
        @Nullable String sizeLimit) {}
