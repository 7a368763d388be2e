/// `/healthz`, `/readyz` and `/metrics` on the JDK's HTTP server.
///
/// Entry type: [dev.lamina.operator.health.HealthServer]. The room knows questions (two booleans
/// and a text), not the rest of the operator. Nothing secret is served and nothing can be changed
/// here.
@NullMarked
package dev.lamina.operator.health;

import org.jspecify.annotations.NullMarked;
