/// The protocol between operator and agent, and the names it rests on.
///
/// One `ImageNode` per node is doorbell and mailbox. The dispatcher alone writes its `spec`, the
/// agent alone its `status`; patches carry no resourceVersion. Build and Run are an assignment of
/// one line that names a `NodeTask` (`task: namespace/name`), which the agent GETs; it cannot list
/// them.
///
/// **Agent, for every assignment in `spec`:**
/// 1. An id whose end is in the journal is answered from the journal; nothing is done twice.
/// 2. Else GET the NodeTask. 404: result `Failed`, reason `NotFound`. `spec.nodeName` is another
///    node or [dev.lamina.crds.payload.Payload#hash] is not `spec.payloadHash`: result `Failed`,
///    reason `InvalidArgument`, and nothing is started. A `deadline` that has passed:
///    `DeadlineExceeded`.
/// 3. Journal the id, then start; result `Running`.
/// 4. Merge-patch `NodeTask.status` (`build` or `run`, and the condition `Succeeded`) on every
///    change, progress at most every 2 s, or at once when a step ends. *Then* write the result:
///    `NodeTask` is what the reconcilers decide by, the result only says that the assignment has
///    been read.
/// 5. The end is `Succeeded=True`, or `False` with the name of a `FailureReason` as reason, and a
///    result `Succeeded`, `Failed` (same reason) or `Cancelled`, in this order, journalled before
///    both. While the work goes on `Succeeded` is `Unknown` (reason `Running`, `Waiting`...).
/// 6. Results whose id is no longer in `spec` are left out of the next write.
///
/// **Registries.** The agent works by `spec.registries` before it begins what stands beside it, and
/// repeats their `id` in its status when it does; what is under way goes on as it began.
///
/// **Build.** `cancel`: give up, `Succeeded=False`, reason `Cancelled`. An assignment that vanishes
/// before its end means the same, without anyone left to report to.
///
/// **Run** is level-based: the assignment says how the container should be, for as long as it
/// exists.
/// - neither `stop` nor `cancel`: it runs, and is restarted as its order says. A container that was
///   stopped by `stop` is started again, the same one with what it wrote; one that ended by itself
///   is not.
/// - `stop`: it exists and does not run. `run.state` is `Exited`, `Succeeded=True` with reason
///   `Stopped`, result `Succeeded` with reason `Stopped`. This end is not final: `stop` can be
///   taken back.
/// - `cancel`: it does not exist: stop within `stopTimeoutSeconds`, remove container, mounts,
///   network and ports, then `Succeeded=False`, reason `Cancelled` and result `Cancelled`, also for
///   a container that had ended long ago or was never made. Final; the operator releases its
///   finalizer on this.
/// - It ended by itself and is not to be restarted: `Succeeded=True`, reason `Completed` for exit
///   code 0, else `False`, reason `RunFailed`, `StartError`, `OutOfMemory`...; the container stays
///   for its logs until `cancel`. The dispatcher removes the assignment and brings it back with
///   `cancel` later.
/// - A Run assignment that vanishes leaves the container as it is, **if** the NodeTask still
///   exists. A NodeTask is a container's right to exist: at start, and when a Run assignment has
///   vanished, the agent GETs the task of the container, and 404 means stop and remove.
///
/// **Pull** has no NodeTask: the assignment carries its arguments, and the result is all that is
/// said.
/// - The image is for `tenant`, which is the namespace of `owner`. With `digest` the reference is
///   pulled by it, else by its tag, and the result says the digest that the tag stood for; with
///   `pull.announce` a `Running` result does so before any layer is fetched, and at once.
/// - `cred` names one of `spec.credentials`: a Docker `config.json`, sealed for `owner` and this
///   node ([dev.lamina.crds.sealing]). One that is missing or does not open is `InvalidArgument`.
/// - Of one `owner` at most `pull.parallel` pulls run at a time, of all owners at most 8; the
///   others are `Waiting`, by priority, then in the order of the spec.
/// - A try that takes longer than `timeoutSeconds` ends as `DeadlineExceeded`. A retryable failure
///   is tried again, `attempts` times in all, with pauses from 10 s to 5 min; in between the result
///   is `Running` with its reason.
/// - `Running` has bytes and layers, at most every 2 s and per 10 %; a pull that ends within 5 s is
///   told by its end only. Bytes are those of layers that were missing. With `quiet` nothing is
///   told but what `pull.announce` asks for and the ends, those of one owner together: a fleet
///   costs each node three writes at most, its assignment included.
/// - `cancel` gives it up: result `Cancelled`. An assignment that vanishes means the same, without
///   anyone left to report to; should the id come back, it is begun anew.
/// - `stop` is refused as `NotSupported`.
///
/// **Tag, Push, Remove, Prune, Inspect** are told by their result as well, and may be begun again
/// after a crash.
/// - `tenant` is the namespace of `owner`, whose names are meant. Inspect uses no name and may say
///   any tenant that has the image; a Prune without one is for the images of all. `image` is a
///   name, the digest of a manifest or an image ID.
/// - Push: `target` is where to; `cred`, `attempts` and `timeoutSeconds` as for Pull; at most 4 run
///   at a time. The result has the digest that the target stands for.
/// - Remove that finds nothing is `Skipped`. Prune and Remove say in `pruned` what went and in
///   `bytes` what that freed; a Prune with `dryRun` says the same and takes nothing.
/// - A Prune with `rules` is a policy's: it has no tenant, its rules are for the images and the
///   build cache of all, and with `until` they stop where the disk has room enough. Its result
///   counts and lists nothing; the write that has it has the figures of the disk after it.
/// - Inspect says in `facts` the manifest and the config as they were digested, and is taken off
///   the list as soon as it is read, for documents are large.
///
/// **Pins.** `spec.pins` are digests that a prune passes over, as reported in results; the agent
/// keeps them, and they hold until the spec says otherwise, also without a connection.
///
/// **Liveness.** The agent writes `status.agent` and `Ready=True` (reason `AgentReady`) when it
/// starts and `Ready=False` when it stops in order; while an assignment is open it renews the Lease
/// [dev.lamina.crds.meta.Lamina#agentLease] every 20 s. Open work and no renewal for 60 s: lost.
///
/// **Dispatcher.** Derives every assignment from the NodeTasks, so a restart loses nothing. It
/// leaves an assignment out, with the next write to that node, when its NodeTask has ended for
/// good, or is gone. `NodeTask.spec` is immutable except `cancel` (one-way) and `stop`, which it
/// copies.
@NullMarked
package dev.lamina.crds.assignment;

import org.jspecify.annotations.NullMarked;
