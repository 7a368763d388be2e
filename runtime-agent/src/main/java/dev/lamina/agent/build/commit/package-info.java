/// A container to an image, as `docker commit` makes one.
///
/// [dev.lamina.agent.build.commit.ContainerCommit] is the entry. What the container wrote becomes a
/// layer on top of its image, and how it was run becomes the config. The processes of the container
/// stand still while its files are read, which is all that takes time with them: the layer is
/// unpacked to a snapshot from its blob afterwards, so that the container keeps its own writable
/// layer and the image shares nothing with it.
///
/// Why here and not in the room of containers: an image is made of the same parts as by a build (a
/// lease, a layer written by `diff`, instructions read by `dockerfile`, documents stored and named
/// last), and containers know nothing of images in the making.
@NullMarked
package dev.lamina.agent.build.commit;

import org.jspecify.annotations.NullMarked;
