package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for the names below a prefix, on one node.
@ApiRecord
public record NodeRegistry(
    @Required
        @Size(max = 253)
        @JsonPropertyDescription("A host, or a host and the start of a repository.")
        String prefix,
    @Required
        @Size(max = 320)
        @JsonPropertyDescription("Who says so: /registryconfigs/ and the name of a RegistryConfig.")
        String owner,
    @Size(max = 8) @JsonPropertyDescription("URLs that are asked first, in this order.")
        List<@Size(max = 512) String> mirrors,
    @Size(max = 32768)
        @JsonPropertyDescription("Certificates to trust beside those of the node, in PEM.")
        @Nullable String ca,
    @JsonPropertyDescription("Whether http may be spoken.") boolean plainHttp,
    @JsonPropertyDescription("Manifests that are fetched in a minute at most; absent: no limit.")
        @Nullable Integer maxPullsPerMinute,
    @Size(max = 16)
        @ListSet
        @JsonPropertyDescription("Token servers to trust outside of the registry's own site.")
        List<@Size(max = 253) String> tokenHosts) {
  public NodeRegistry {
    mirrors = Absent.toEmpty(mirrors);
    tokenHosts = Absent.toEmpty(tokenHosts);
  }
}
