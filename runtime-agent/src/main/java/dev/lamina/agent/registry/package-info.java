/// The OCI distribution client, and other bytes over HTTP.
///
/// [dev.lamina.agent.registry.Registries] opens a [dev.lamina.agent.registry.Repository] for a
/// name; the implementation is [dev.lamina.agent.registry.RegistryClient]. Inside, a `Session` is
/// one caller at one `Endpoint` (the registry or a mirror); `Manifests`, `Blobs`, `Pages` are the
/// protocol's parts over it, and `Fallback` asks mirrors in order. `transport` sends and follows
/// redirects, `auth` holds what a credential may be shown to.
///
/// Invariants: no byte is kept before it is counted against
/// [dev.lamina.agent.registry.RegistryLimits]; a credential reaches its own origin and a token
/// server of the same site only; an `IOException` becomes an
/// [dev.lamina.agent.failure.AgentException] in one place (`Failures`), without a secret in it.
///
/// Owns no files. Specification: distribution-spec v1.1.
@NullMarked
package dev.lamina.agent.registry;

import org.jspecify.annotations.NullMarked;
