/// The containers of a namespace: what `docker ps` shows of ContainerRuns.
///
/// Entry type: [dev.lamina.kubectl.container.Containers]. A text stands for a container if it is
/// its name, or the start of its ID that no other ID has.
@NullMarked
package dev.lamina.kubectl.container;

import org.jspecify.annotations.NullMarked;
