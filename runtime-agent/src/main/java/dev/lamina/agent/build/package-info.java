/// Dockerfile instructions to an image.
///
/// Entry type: [Builder]. The life of a build: the context is opened (`context`), the Dockerfile
/// parsed and planned as a graph of vertices (`plan`), the vertices are executed, each as soon as
/// its inputs are done ([VertexScheduler]), and the config and manifest of the image are stored and
/// named ([ImageAssembly]). [StepExecutor] keeps cache key and execution of a vertex apart: what
/// the cache holds is never executed, and what was executed is in the cache.
///
/// A layer is the upper directory of the overlay a step wrote to; no image is ever walked. Files
/// are copied (`copy`) through a mounted overlay, or straight into the upper directory by `--link`.
/// The build holds everything it uses by one lease, its working files are under `builds/` of the
/// run directory, and a step becomes visible only by the commit of its snapshot: a crash leaves
/// active snapshots and scratch files that the next start sweeps, and nothing that looks done. What
/// outlives builds beside layers is `cache-mounts/` of the state directory ([CacheMounts]).
///
/// Results of other nodes come from a cache in a registry ([dev.lamina.agent.build.cache]), where
/// the build asks for that: looked in after the store, filled after the image is stored.
///
/// What a RUN mounts from a build context is a filesystem of its own, made by an ordinary copy
/// vertex: so it has the ignored files left out, belongs to root, does not change while the command
/// runs, and comes from the cache. [StepMounts] opens what one RUN sees; secrets are written to
/// memory only, are in no cache key and are taken out of the output.
///
/// What a failed step stood on can be kept as an image for a while ([FailedSteps]); `gc` ends that.
///
/// Semantics are BuildKit's. What cannot be had is refused as `NotSupported`, naming the flag and
/// the line: `--security=insecure`, `--network=host` unless the build has it, ssh agents, devices,
/// foreign platforms, a source date taken from a source other than a git context, external
/// frontends.
///
/// With SOURCE_DATE_EPOCH no file of a new layer is younger than that, which BuildKit leaves to an
/// option of its exporter: the same inputs give the same digest on every node. Such layers are
/// results of their own in the cache, so another epoch executes its steps anew.
///
/// Where sources may be fetched from is the request's: builds of the cluster keep to the policy of
/// the node ([dev.lamina.agent.registry.reach]), those of the local API go anywhere.
///
/// Why the cache key of a step names the content of its parent (its chainID) and not the key of the
/// step before: equal content gives a hit no matter how it came about, and a key can never outlive
/// what it stands for.
@NullMarked
package dev.lamina.agent.build;

import org.jspecify.annotations.NullMarked;
