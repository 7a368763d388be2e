/// Bytes over HTTP.
@NullMarked
package dev.lamina.agent.registry;

import org.jspecify.annotations.NullMarked;
