/// The API over HTTPS: [dev.lamina.standalone.server.ApiServer], on the JDK's own HTTP server with
/// a virtual thread per request.
///
/// A request goes through `Handler` (token, errors), then to `ServerInformation` (version,
/// discovery, OpenAPI) or `ResourceRoutes` (verb, right, endpoint); `WatchStream` keeps its answer
/// open, `Presentation` shapes all others. This room owns the key store `server.p12`.
///
/// Why HTTP/1.1 only: kubectl and fabric8 are content with it, and the JDK needs nothing else.
@NullMarked
package dev.lamina.standalone.server;

import org.jspecify.annotations.NullMarked;
