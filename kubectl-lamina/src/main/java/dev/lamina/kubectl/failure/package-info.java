/// The one exception of the plugin: a reason in one word, and a sentence.
///
/// Reasons are those of [dev.lamina.crds.failure.FailureReason], those of conditions, and those of
/// the Kubernetes API, as it is that says no.
@NullMarked
package dev.lamina.kubectl.failure;

import org.jspecify.annotations.NullMarked;
