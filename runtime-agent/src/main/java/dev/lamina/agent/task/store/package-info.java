/// Assignments about images that a node has: Tag, Push, Remove, Prune and Inspect.
///
/// [dev.lamina.agent.task.store.StoreTask] is the work, [dev.lamina.agent.task.store.StoreWork]
/// what it needs of the store; [dev.lamina.agent.task.store.PruneOrder] turns arguments into the
/// rules of a prune, and what went into what the result may hold;
/// [dev.lamina.agent.task.store.RetentionOrder] does so for the rules of a policy. All of them may
/// be begun again after a crash: a tag is given once more, a push finds what is there, a removal
/// that finds nothing is `Skipped`.
@NullMarked
package dev.lamina.agent.task.store;

import org.jspecify.annotations.NullMarked;
