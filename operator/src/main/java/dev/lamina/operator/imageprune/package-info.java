/// ImagePrune: images off nodes, one time, or a list of what would go.
///
/// [dev.lamina.operator.imageprune.ImagePruneReconciler] sends every node that is meant one Prune
/// assignment, a share of the nodes at a time, and adds up what they answer; a node decides by
/// itself what matches, for it alone knows what is in use there. A dry run is the same assignment
/// with a flag, so both speak of the same images. What lies between two visits is in memory
/// ([dev.lamina.operator.imageprune.PruneRun]); after a restart the nodes are asked again, with the
/// same ids, and answer from their journals.
///
/// The finalizer holds the object until the nodes have been told to give up what is open.
@NullMarked
package dev.lamina.operator.imageprune;

import org.jspecify.annotations.NullMarked;
