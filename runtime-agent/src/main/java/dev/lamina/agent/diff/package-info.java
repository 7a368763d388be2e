/// A layer onto a snapshot, and an upper directory into a layer.
///
/// [dev.lamina.agent.diff.TarLayerApplier] writes a tar layer in overlay form straight into the
/// upper directory of a snapshot, [dev.lamina.agent.diff.TarLayerWriter] turns such a directory
/// into a tar layer in the content store; each is the inverse of the other and makes one pass. The
/// room owns no files. See the image-spec, layer.md.
///
/// Invariants: no path is resolved by the host's kernel as a whole. Each name is looked up in an
/// open directory, links are read and followed here, inside the image
/// ([dev.lamina.agent.diff.LayerTree]); so no archive reaches a file outside, whatever it holds. A
/// whiteout hides lower layers only, wherever it stands in the archive. Memory does not grow with
/// the number of entries.
///
/// Why not a mounted overlay to unpack into: a mount per layer costs more than most layers, and
/// links would have to be kept inside all the same. Why whole-second times: see
/// [dev.lamina.agent.diff.LayerWalk].
@NullMarked
package dev.lamina.agent.diff;

import org.jspecify.annotations.NullMarked;
