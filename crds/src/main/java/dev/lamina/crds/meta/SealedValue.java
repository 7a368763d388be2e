package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A secret that only one node can open: X25519, HKDF-SHA-256 and AES-256-GCM.
@ApiRecord
public record SealedValue(
    @Required
        @Size(max = 64)
        @JsonPropertyDescription("Name by which the order or an assignment refers to it.")
        String id,
    @Required
        @Size(max = 64)
        @JsonPropertyDescription("The sealing key of the node it is meant for.")
        String keyID,
    @Required @Size(max = 128) @JsonPropertyDescription("Ephemeral public key, base64.") String epk,
    @Required @Size(max = 32) @JsonPropertyDescription("Nonce, base64.") String iv,
    @Required @Size(max = 65536) @JsonPropertyDescription("Ciphertext with its tag, base64.")
        String data) {}
