package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// The agent of the node, as it describes itself.
@ApiRecord
public record AgentState(
    @JsonPropertyDescription("Its version.") @Nullable String version,
    @JsonPropertyDescription("UID of its Pod, where there is one.") @Nullable String podUID,
    @JsonPropertyDescription("Where other agents reach it.") @Nullable String endpoint,
    @JsonPropertyDescription("X25519 public key to seal secrets with, base64.")
        @Nullable String sealingKey,
    @JsonPropertyDescription("Name of that key.") @Nullable String keyID,
    @JsonPropertyDescription("How layers are put together: overlayfs.")
        @Nullable String snapshotter,
    @JsonPropertyDescription("OCI runtime and version, for example crun 1.8.1.")
        @Nullable String runtime,
    @JsonPropertyDescription("Kernel release.") @Nullable String kernel,
    @JsonPropertyDescription("Platform of the node, for example linux/amd64.")
        @Nullable String platform) {}
