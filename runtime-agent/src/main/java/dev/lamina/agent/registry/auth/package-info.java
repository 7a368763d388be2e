/// Who may see a credential.
///
/// [Authorizer] answers the challenges of one registry for one caller: Basic directly, Bearer by a
/// token from the realm the challenge names. What a hostile registry may try is refused in [Realm]:
/// a realm that is not https, at another site, or near this machine. Tokens are kept in
/// [TokenCache] by realm, service, scope *and credential*, so that no caller gets another's.
///
/// Specification: docker/distribution "Token Authentication", RFC 7235, RFC 7617.
@NullMarked
package dev.lamina.agent.registry.auth;

import org.jspecify.annotations.NullMarked;
