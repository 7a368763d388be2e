/// ImageBuild: observe, decide, report, act.
///
/// Entry type: [dev.lamina.operator.imagebuild.ImageBuildReconciler]. `observe` reads caches,
/// [dev.lamina.operator.imagebuild.BuildDecider] is a pure function to a
/// [dev.lamina.operator.imagebuild.BuildDecision], and one exhaustive switch each says what that
/// means for the status ([dev.lamina.operator.imagebuild.BuildReporter]) and for the NodeTasks.
///
/// A build number stands for one set of inputs: `status.inputsHash` is the hash of the order, so
/// the same manifest again, another label or another history limit starts nothing. The spec is
/// never written. Tries of one number are NodeTasks with attempts; their names are derived, so
/// doing a step twice does no harm.
///
/// What a spec names beside itself is looked up at each visit
/// ([dev.lamina.operator.imagebuild.BuildReferences]): a ConfigMap becomes part of the order, the
/// image of another ImageBuild is named by digest, so that a change of either is another order.
/// Such objects are looked at again now and then, for nothing watches them. Secrets are read when a
/// build starts and sealed to its node ([dev.lamina.operator.imagebuild.BuildCredentials]); their
/// content decides nothing.
///
/// Triggers look at the sources of a build that is at rest
/// ([dev.lamina.operator.imagebuild.SourceProbe]): by a NodeTask that builds nothing, on the node
/// of the last build. One that finds another digest or commit is the reason of the next build
/// number.
///
/// Why report comes before act: the status is the intent. A crash between the two leaves a build
/// number without a task, and the next visit makes the task; the other way round a task could exist
/// that no status knows, and a rebuild request would be acted upon twice. For the same reason the
/// end of a build is in the history before its NodeTask may be deleted.
@NullMarked
package dev.lamina.operator.imagebuild;

import org.jspecify.annotations.NullMarked;
