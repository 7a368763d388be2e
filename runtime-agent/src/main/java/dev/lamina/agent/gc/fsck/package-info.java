/// Finds what a disk, or a hand, has changed in the store, and puts it right.
///
/// [Fsck] reads everything: the metadata file by SQLite's own check, each blob against its digest,
/// each unpacked layer against its blob, each image for its parts. A layer is checked by unpacking
/// its blob once more beside it and comparing the two file by file, because the diff_id cannot be
/// had back from files: a tar can be written in many ways. Only a layer that was made on this node
/// is checked without its blob; another one whose blob is not kept "cannot be verified", which is
/// said and is no damage.
///
/// Repair, in this order: a layer is unpacked again from a good blob and takes the place of the
/// damaged one; a blob is written again from a layer made here; what can be had in neither way is
/// forgotten together with the *names* of the images that need it, so that the next pull fetches it
/// and nobody is given damaged files under a good name. Left alone, and said so: what a container
/// uses or a mount shows, and images that no registry has.
@NullMarked
package dev.lamina.agent.gc.fsck;

import org.jspecify.annotations.NullMarked;
