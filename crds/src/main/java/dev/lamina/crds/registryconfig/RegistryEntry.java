package dev.lamina.crds.registryconfig;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for the names below a prefix.
@ApiRecord
@ValidationRule(
    value = "self.prefix.matches('^[^/]*[.:]')",
    message = "prefix must begin with the host of a registry, such as docker.io")
@ValidationRule(
    value =
        "!has(self.mirrors) || (has(self.plainHttp) && self.plainHttp) || self.mirrors.all(m,"
            + " !m.startsWith('http://')"
            + " || m.matches('^http://(localhost|127[.][0-9.]+|\\\\[::1\\\\])(:[0-9]+)?(/|$)'))",
    message = "mirrors: http needs plainHttp, or an address of the node itself")
public record RegistryEntry(
    @Required
        @Size(min = 1, max = 253)
        @Pattern("^([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\])(:[0-9]{1,5})?(/[a-z0-9._-]+)*$")
        @JsonPropertyDescription(
            "A host as images name it, or a host and the start of a repository: docker.io,"
                + " docker.io/library, registry.example.com:5000.")
        String prefix,
    @Size(max = 8)
        @JsonPropertyDescription(
            "URLs that are asked first, in this order; the registry itself is asked last. A path is"
                + " put in front of the repository. Pushes go to the registry alone, and a mirror"
                + " never sees credentials of the registry.")
        List<
                @Size(min = 1, max = 512)
                @Pattern("^https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?$") String>
            mirrors,
    @JsonPropertyDescription(
            "Certificates to trust beside those of the node, for the registry and its mirrors.")
        @Nullable ConfigMapReference caConfigMapRef,
    @Default("false")
        @JsonPropertyDescription(
            "Whether http is spoken with the registry, and may be with its mirrors: nobody proves"
                + " who he is then, and everybody on the way reads and changes what is sent. Default"
                + " false.")
        boolean plainHttp,
    @Min(0)
        @Max(1_000_000)
        @JsonPropertyDescription(
            "How many manifests each node fetches in a minute at most; further pulls wait. Default:"
                + " no limit.")
        @Nullable Integer maxPullsPerMinute,
    @Size(max = 16)
        @ListSet
        @JsonPropertyDescription(
            "Hosts of token servers to trust with credentials outside of the registry's own site,"
                + " for example auth.example.com.")
        List<@Size(min = 1, max = 253) @Pattern("^[A-Za-z0-9.-]+$") String> tokenHosts,
    @JsonPropertyDescription(
            "Credentials for everybody who brings none that fit. Not supported yet: a pull, build or"
                + " run names its Secrets itself.")
        @Nullable SecretReference credentialsSecretRef) {
  public RegistryEntry {
    mirrors = Absent.toEmpty(mirrors);
    tokenHosts = Absent.toEmpty(tokenHosts);
  }
}
