package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A git repository as build context.
@ApiRecord
public record GitSource(
    @Required
        @Size(max = 512)
        @Pattern("^(https?|ssh)://|^git@")
        @JsonPropertyDescription(
            "Where to clone from: https, http or ssh, for example"
                + " https://git.example.com/team/app.git.")
        String url,
    @Size(max = 256)
        @Default("HEAD")
        @JsonPropertyDescription(
            "Branch, tag or commit. Default HEAD, the default branch of the repository.")
        String revision,
    @Size(max = 255)
        @JsonPropertyDescription(
            "Directory of the repository that is the build context. Default: its root.")
        @Nullable String subPath,
    @Min(0)
        @Default("1")
        @JsonPropertyDescription(
            "How many commits to fetch; 0 fetches the whole history. Default 1.")
        Integer depth,
    @Default("false") @JsonPropertyDescription("Whether submodules are fetched too. Default false.")
        boolean submodules,
    @JsonPropertyDescription(
            "Secret with the credentials: type kubernetes.io/basic-auth or"
                + " kubernetes.io/ssh-auth.")
        @Nullable ObjectName secretRef) {
  public GitSource {
    revision = Absent.to("HEAD", revision);
    depth = Absent.to(1, depth);
  }
}
