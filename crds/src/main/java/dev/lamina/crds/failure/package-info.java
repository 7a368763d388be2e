/// Why something failed, in the words that users see.
///
/// [dev.lamina.crds.failure.FailureReason] is shared by operator and agent: its name is the reason
/// of a condition, its [dev.lamina.crds.failure.FailureClass] decides whether a retry can help.
/// Adding a reason is an API change.
@NullMarked
package dev.lamina.crds.failure;

import org.jspecify.annotations.NullMarked;
