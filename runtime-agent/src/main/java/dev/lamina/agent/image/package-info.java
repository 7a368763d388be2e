/// The values of the OCI image and distribution specifications, and their JSON.
///
/// A [Digest] names bytes, a [DiffId] an uncompressed layer, a [ChainId] a stack of layers, a
/// [Reference] an image by host, repository, tag and digest; each validates itself when it is made,
/// so that nothing behind it ever sees a malformed one. [Manifest], [Index] and [ImageConfig] are
/// what the documents of an image say; [OciJson] reads them from hostile bytes (size, depth,
/// duplicate keys, both-keys confusion) and writes them canonically (same value, same bytes).
///
/// Why it uses `linux`: a digest of many bytes is computed by the system's libcrypto where that is
/// installed ([dev.lamina.agent.linux.Sha256]), and every room gets its computation here.
///
/// Owns no files. Specification: image-spec v1.1 (descriptor, manifest, image-index, config),
/// distribution-spec v1.1 (names and tags).
@NullMarked
package dev.lamina.agent.image;

import org.jspecify.annotations.NullMarked;
