package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// A named build context, used as FROM name or COPY --from=name.
@ApiRecord
@ValidationRule(
    value =
        "[has(self.image), has(self.git), has(self.http), has(self.from)].filter(x,"
            + " x).size() == 1",
    message = "each build context needs exactly one of image, git, http, from")
public record BuildContext(
    @Required
        @Size(max = 128)
        @JsonPropertyDescription("The name the Dockerfile uses, for example assets.")
        String name,
    @Size(max = 512)
        @JsonPropertyDescription("An image as context, for example docker.io/library/alpine:3.22.")
        @Nullable String image,
    @JsonPropertyDescription("A git repository as context.") @Nullable GitSource git,
    @JsonPropertyDescription("A downloaded archive as context.") @Nullable HttpSource http,
    @JsonPropertyDescription("The image that another ImageBuild makes.")
        @Nullable ContextFrom from) {}
