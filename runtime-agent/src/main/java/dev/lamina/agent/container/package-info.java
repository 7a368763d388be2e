/// Containers through an OCI runtime, and the steps of builds.
///
/// [dev.lamina.agent.container.Containers] is the entry; [dev.lamina.agent.container.StepRunner]
/// runs one process to its end without a record. Both are made from a
/// [dev.lamina.agent.container.ContainerHost].
///
/// A container is a record in the metadata store, a writable snapshot, and while it runs: a bundle
/// with the mounted root file system, a network, a control group, conmon and its processes. The
/// record is written before anything else exists and removed last. What belongs to a run is found
/// by the container's id alone ([dev.lamina.agent.container.ContainerLayout] has the paths), so
/// taking it away needs nothing remembered and can be repeated: after a failed start, after an
/// exit, after a crash of the agent.
///
/// Containers outlive the agent. [dev.lamina.agent.container.Containers#adopt] finds a running one
/// by pid, start time and boot; one that ended meanwhile has its exit code in conmon's file.
///
/// What a running container holds on the disk is measured, and one that holds more than it may is
/// ended ([dev.lamina.agent.container.DiskWatch]).
///
/// Files: `containers/<id>` below the state directory (log, files of `/etc`), `containers`,
/// `steps`, `exits`, `attach` and `runtime` below the run directory.
@NullMarked
package dev.lamina.agent.container;

import org.jspecify.annotations.NullMarked;
