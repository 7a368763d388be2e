/// HTTP as a registry client needs it, one hop at a time.
///
/// [HttpTransport] sends a [Request] and answers a [Response]; it never follows a redirect, never
/// adds a credential and never retries. [Redirects] follows by hand, [Retries] repeats what may
/// pass, [Proxies] and [Trust] come from the configuration. Whatever arrives is bounded before it
/// is kept: [dev.lamina.agent.registry.RegistryLimits].
///
/// Why `HttpURLConnection`: on a fast link it moves 2 GB/s where `java.net.http` moves 0.6. It
/// keeps connections for reuse when a body was read to its end; it has no PATCH, so that one method
/// takes the other client.
@NullMarked
package dev.lamina.agent.registry.transport;

import org.jspecify.annotations.NullMarked;
