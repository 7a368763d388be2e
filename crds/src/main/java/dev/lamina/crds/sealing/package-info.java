/// Secrets on their way to one node: sealed by the operator, opened by that node's agent only.
///
/// [dev.lamina.crds.sealing.SealingKeys] is the key pair of an agent; its public half stands in
/// `ImageNode.status.agent.sealingKey`. [dev.lamina.crds.sealing.Sealer] seals to such a key,
/// [dev.lamina.crds.sealing.SealingKeys#open] opens. The construction is that of HPKE (RFC 9180)
/// base mode out of the JDK's own parts: DHKEM(X25519, HKDF-SHA-256) gives a shared secret per
/// value, HKDF-SHA-256 a key from it, AES-256-GCM encrypts. Not HPKE itself: JDK 25 has no API of
/// it, and a key schedule of our own to be compatible with nobody would be more to check.
///
/// The context ([dev.lamina.crds.sealing.SealingContext]: owner and node) and the names in the
/// [dev.lamina.crds.meta.SealedValue] are additional data: a value that was copied to another node,
/// owner or name does not open. Every value has a key of its own, so the nonce need not be unique.
@NullMarked
package dev.lamina.crds.sealing;

import org.jspecify.annotations.NullMarked;
