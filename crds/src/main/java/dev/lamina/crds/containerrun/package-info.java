/// ContainerRun: one container on one node.
///
/// Entry type: [dev.lamina.crds.containerrun.ContainerRun]. Image, command and args cannot change:
/// a container is an instance of one image. A change of another field that the container was made
/// with (env, ports, mounts, limits...) replaces the container; `desiredState` and
/// `ttlSecondsAfterFinished` act on the one that exists.
@NullMarked
package dev.lamina.crds.containerrun;

import org.jspecify.annotations.NullMarked;
