/// The processes of the node that containers are run with: the OCI runtime, conmon, control groups.
///
/// [dev.lamina.agent.container.runtime.OciRuntime] is crun or runc as this node allows them,
/// [dev.lamina.agent.container.runtime.Conmon] the parent of a long-running container, which holds
/// its log and its exit code and lives on when the agent ends.
///
/// Why conmon and no monitor of Lamina's own: a parent that outlives the agent must not be a JVM
/// for each container, and conmon is a proven 1 MiB one that every distribution has.
///
/// Why crun in a mount namespace of its own on some nodes: where cgroup v1 and v2 are both mounted
/// and v2 holds a controller, crun 1.8 refuses to create a container. It decides that by looking
/// for `/sys/fs/cgroup/unified`, so it is started where that is not mounted.
@NullMarked
package dev.lamina.agent.container.runtime;

import org.jspecify.annotations.NullMarked;
