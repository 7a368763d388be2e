/// From NodeTasks to the doorbells of the nodes.
///
/// Reconcilers create, stop and cancel NodeTasks through [dev.lamina.operator.dispatch.Tasks]; the
/// [dev.lamina.operator.dispatch.Dispatcher] derives from them what each `ImageNode.spec` should
/// list and is the only writer of it. There is no queue to lose: after a restart the same NodeTasks
/// give the same assignments with the same ids. The protocol is in [dev.lamina.crds.assignment].
///
/// Writes: the first change of a node goes out at once, what follows within the window is one
/// write, all nodes share a token bucket. Work that has ended is left out with the next write,
/// never by a write of its own, unless it fills the list. At most 64 assignments are open per node,
/// the oldest tasks first.
///
/// A pull has no NodeTask: its reconciler leaves a [dev.lamina.operator.dispatch.Share] per node
/// with [dev.lamina.operator.dispatch.Shares]. After a restart there are none, so what a node lists
/// for an owner stays until that owner has left a share anywhere. A pull costs a node one write, a
/// pinned one whose digest that node finds out costs two.
///
/// What RegistryConfigs want goes the same way: a share with registries, which stay listed.
///
/// The status of a NodeTask, not the result in ImageNode, is what reconcilers are woken by and
/// decide by: one watch, and no second truth.
@NullMarked
package dev.lamina.operator.dispatch;

import org.jspecify.annotations.NullMarked;
