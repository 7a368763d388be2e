package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Something that is mounted into the container.
@ApiRecord
public record Mount(
    @Required
        @Size(max = 512)
        @Pattern("^/.+")
        @JsonPropertyDescription("Absolute path in the container, for example /tmp.")
        String path,
    @Default("false")
        @JsonPropertyDescription(
            "Whether writing is refused. Default false; images are always read-only.")
        boolean readOnly,
    @JsonPropertyDescription(
            "The keys of a ConfigMap of this namespace as files, as they are when the container is"
                + " made.")
        @Nullable ObjectName configMap,
    @JsonPropertyDescription(
            "The keys of a Secret of this namespace as files, as they are when the container is"
                + " made. Never on the disk of the node.")
        @Nullable ObjectName secret,
    @JsonPropertyDescription("A filesystem in memory.") @Nullable TmpfsMount tmpfs,
    @JsonPropertyDescription("A named directory of the node.") @Nullable VolumeMount volume,
    @JsonPropertyDescription("The root filesystem of an image, read-only.")
        @Nullable ImageMount image,
    @JsonPropertyDescription("An empty directory that lives as long as the container.")
        @Nullable EmptyDirMount emptyDir) {}
