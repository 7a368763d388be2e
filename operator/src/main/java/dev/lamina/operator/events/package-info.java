/// Kubernetes Events on the objects of users: what `kubectl describe` shows at the bottom.
///
/// Entry type: [dev.lamina.operator.events.EventRecorder]. Events are news, not state: one that
/// cannot be written is logged and forgotten, and nothing is ever decided by an event. The reasons
/// are API: BuildStarted, StepFailed, BuildSucceeded, ContainerStarted, ContainerExited, PullWave,
/// Pulled, NodeFailed, DryRunDone, Pruned, Copied, CopyFailed.
@NullMarked
package dev.lamina.operator.events;

import org.jspecify.annotations.NullMarked;
