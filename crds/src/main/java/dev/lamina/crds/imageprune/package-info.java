/// ImagePrune: images off nodes, one time.
///
/// Entry type: [dev.lamina.crds.imageprune.ImagePrune]. It is a dry run unless the spec says
/// otherwise, and a dry run and the real one speak in the same status: the same digests, the same
/// bytes. It takes names of its own namespace only.
@NullMarked
package dev.lamina.crds.imageprune;

import org.jspecify.annotations.NullMarked;
