/// What the agent asks of the API server, and how patiently.
///
/// [dev.lamina.agent.task.cluster.NodeApi] is the port, one method per right the agent has (API.md,
/// "Security of the agent"); [dev.lamina.agent.task.cluster.KubernetesNodeApi] is it over HTTP, by
/// [dev.lamina.agent.task.cluster.ApiConnection]. Every request goes through
/// [dev.lamina.agent.task.cluster.PersistentApi], which outlasts an outage, and every repeated
/// write through a [dev.lamina.agent.task.cluster.PacedWriter], which keeps to the rates of API.md,
/// rule 4, and always writes the newest state.
///
/// Why merge patches with explicit nulls and not server-side apply: one writer per part needs no
/// ownership, managedFields would make every ImageNode half as big again, and a field that is gone
/// must go whatever an earlier agent wrote.
@NullMarked
package dev.lamina.agent.task.cluster;

import org.jspecify.annotations.NullMarked;
