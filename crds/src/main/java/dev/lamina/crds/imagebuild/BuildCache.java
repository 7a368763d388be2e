package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where finished steps are kept and looked up.
@ApiRecord
@ValidationRule(
    value = "!has(self.mode) || self.mode != 'Registry' || has(self.registryRef)",
    message = "cache.mode Registry needs cache.registryRef")
public record BuildCache(
    @Default("Local")
        @JsonPropertyDescription(
            "Local: the store of the node. Registry: also cache.registryRef, which gets the steps of"
                + " this build. None: every step is executed. Default Local.")
        CacheMode mode,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Repository for cache manifests, for example registry.example.com/team-a/web-cache;"
                + " needed with mode Registry. The credentials are those of output.pushSecretRef"
                + " and pullSecretRefs.")
        @Nullable String registryRef,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Stages that are executed anew even if they are cached, at most 16.")
        List<@Size(max = 128) String> noCacheFilter) {
  public BuildCache {
    mode = Absent.to(CacheMode.Local, mode);
    noCacheFilter = Absent.toEmpty(noCacheFilter);
  }
}
