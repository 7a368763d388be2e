package dev.lamina.crds.imagecopy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which image goes where.
@ApiRecord
@ValidationRule(
    value = "has(self.tags) || has(self.destinations)",
    message = "at least one of tags and destinations")
@ValidationRule(
    value = "!has(self.pushSecretRefs) || has(self.destinations)",
    message = "pushSecretRefs is only for destinations",
    fieldPath = ".pushSecretRefs")
public record ImageCopySpec(
    @Required
        @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "The image: a name as kubectl get img shows it, a digest of a manifest or an image ID."
                + " A short name means what was built in this namespace before it means Docker"
                + " Hub.")
        String source,
    @Size(min = 1, max = 32)
        @ListSet
        @JsonPropertyDescription(
            "New names on every node that has the image, at most 32, for example web:stable. A name"
                + " that is taken moves to this image.")
        List<@Size(min = 1, max = 512) String> tags,
    @Size(min = 1, max = 32)
        @ListSet
        @JsonPropertyDescription(
            "References in registries, at most 32; one node that has the image pushes them.")
        List<@Size(min = 1, max = 512) String> destinations,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets of type kubernetes.io/dockerconfigjson in this namespace, at most 8.")
        List<ObjectName> pushSecretRefs,
    @Min(1)
        @Max(86400)
        @Default("600")
        @JsonPropertyDescription("Seconds one push may take. Default 600.")
        Integer timeoutSeconds,
    @Min(0)
        @Max(10)
        @Default("3")
        @JsonPropertyDescription("How often a push is tried again. Default 3.")
        Integer backoffLimit,
    @Min(0)
        @Max(2_592_000)
        @JsonPropertyDescription(
            "Seconds after the end when this object is deleted. Default: never.")
        @Nullable Integer ttlSecondsAfterFinished) {
  public ImageCopySpec {
    tags = Absent.toEmpty(tags);
    destinations = Absent.toEmpty(destinations);
    pushSecretRefs = Absent.toEmpty(pushSecretRefs);
    timeoutSeconds = Absent.to(600, timeoutSeconds);
    backoffLimit = Absent.to(3, backoffLimit);
  }
}
