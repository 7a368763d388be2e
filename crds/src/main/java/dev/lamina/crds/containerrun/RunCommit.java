package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes an image of what the container wrote.
@ApiRecord
public record RunCommit(
    @Required
        @Size(min = 1, max = 512)
        @JsonPropertyDescription("Name of the new image, for example team/snapshot:after-run.")
        String image,
    @Default("OnSuccess")
        @JsonPropertyDescription(
            "OnSuccess: when it ends with exit code 0. OnExit: when it ends. Never. Default"
                + " OnSuccess.")
        CommitWhen when,
    @Size(max = 256) @JsonPropertyDescription("Author, kept in the history of the image.")
        @Nullable String author,
    @Size(max = 1024) @JsonPropertyDescription("Comment, kept in the history of the image.")
        @Nullable String message,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Dockerfile instructions for the config, for example ENV WARM=1. At most 32.")
        List<@Size(max = 1024) String> changes,
    @Default("true")
        @JsonPropertyDescription("Whether the container is paused meanwhile. Default true.")
        Boolean pause,
    @Default("false") @JsonPropertyDescription("Whether the new image is pushed. Default false.")
        boolean push,
    @JsonPropertyDescription("Secret of type kubernetes.io/dockerconfigjson to push with.")
        @Nullable ObjectName pushSecretRef) {
  public RunCommit {
    when = Absent.to(CommitWhen.OnSuccess, when);
    changes = Absent.toEmpty(changes);
    pause = Absent.to(true, pause);
  }
}
