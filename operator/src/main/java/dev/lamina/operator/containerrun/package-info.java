/// ContainerRun: observe, decide, report, act; and, at the end, remove.
///
/// Entry type: [dev.lamina.operator.containerrun.ContainerRunReconciler], in the same shape as the
/// reconciler of ImageBuild. One NodeTask stands for one container. The task whose payload hash is
/// that of the spec is the current one; every other task is obsolete, is cancelled, and has to be
/// gone from its node before a new container starts, because both may want the same host port.
/// `desiredState` is no part of the hash: it stops and starts the container that exists.
///
/// An image that is not there is waited for, never final: an ImageBuild of the namespace that makes
/// it wakes the ContainerRun, and an image from elsewhere is found by asking the node again
/// ([dev.lamina.operator.containerrun.ImageWait]).
///
/// The finalizer is released when the agent says that nothing is left (phase `Cancelled`), when the
/// node has left the cluster, or after the grace period and a minute: an agent that comes back
/// later finds the NodeTask of its container gone, and removes it by itself.
///
/// A default of the API that no agent enforces yet (`security.userNamespace`) is accepted, and said
/// in the condition `Enforced` where the spec has `security`; other values of fields that are not
/// built are refused by name.
@NullMarked
package dev.lamina.operator.containerrun;

import org.jspecify.annotations.NullMarked;
