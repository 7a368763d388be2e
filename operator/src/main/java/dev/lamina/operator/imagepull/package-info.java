/// ImagePull: answers that pulling is not built yet.
///
/// Entry type: [dev.lamina.operator.imagepull.ImagePullReconciler]. An object that is accepted and
/// then ignored would look as if it were in progress for ever; this one says Stalled, reason
/// NotSupported.
@NullMarked
package dev.lamina.operator.imagepull;

import org.jspecify.annotations.NullMarked;
