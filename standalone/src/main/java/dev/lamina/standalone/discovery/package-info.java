/// What clients ask before they ask for objects: groups and resources
/// ([dev.lamina.standalone.discovery.Discovery],
/// [dev.lamina.standalone.discovery.AggregatedDiscovery]) and their schemas
/// ([dev.lamina.standalone.discovery.OpenApi]).
///
/// OpenAPI v2 is not served: kubectl since 1.27 does not ask for it when it finds v3.
@NullMarked
package dev.lamina.standalone.discovery;

import org.jspecify.annotations.NullMarked;
