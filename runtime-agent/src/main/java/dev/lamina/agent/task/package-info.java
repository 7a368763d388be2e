/// The agent's side of the cluster protocol ([dev.lamina.crds.assignment]): the ImageNode of this
/// node in, work done, results out.
///
/// [dev.lamina.agent.task.NodeAgent] is the entry: a loop that takes the newest ImageNode
/// (observe), compares it with the journal and the work under way
/// ([dev.lamina.agent.task.Decision#decide], pure), starts, changes and ends work on virtual
/// threads (act), and keeps [dev.lamina.agent.task.NodeReport] true (report). `build`, `run` and
/// `pull` are the kinds of work, `work` what they share, `cluster` the API server.
///
/// Owns no files: the journal is in `metadata`. Invariants: an id is journalled before anything is
/// done for it, and its end before anybody is told; every wait for the API server lasts as long as
/// its outage and blocks one piece of work only; nothing is written while nothing happens. Anything
/// may be killed anywhere: what the journal says was begun is derived anew from NodeTask and
/// container.
///
/// Why a loop over the newest state and not a handler per event: states may be merged, repeated and
/// missed, and an agent that was down for an hour sees the same thing as one that was not.
@NullMarked
package dev.lamina.agent.task;

import org.jspecify.annotations.NullMarked;
