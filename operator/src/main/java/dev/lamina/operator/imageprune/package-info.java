/// ImagePrune and ImagePrunePolicy: images off nodes, one time (or a list of what would go), and
/// again and again.
///
/// [dev.lamina.operator.imageprune.ImagePruneReconciler] sends every node that is meant one Prune
/// assignment, a share of the nodes at a time, and adds up what they answer; a node decides by
/// itself what matches, for it alone knows what is in use there. A dry run is the same assignment
/// with a flag, so both speak of the same images. What lies between two visits is in memory
/// ([dev.lamina.operator.imageprune.PruneRun]); after a restart the nodes are asked again, with the
/// same ids, and answer from their journals.
///
/// An ImagePrunePolicy is the same again and again:
/// [dev.lamina.operator.imageprune.ImagePrunePolicyReconciler] begins a round when the schedule
/// says so, or when agents report full disks, and sends all rules in one assignment, for the agent
/// has the facts that they go by: ages, labels, sizes, uses. The time of a round makes its ids. A
/// round by schedule asks every node and takes all that the rules let go; one for the sake of disks
/// asks those that are full, and stops where there is room enough. The kinds share a room because
/// they share the run.
///
/// The finalizer holds the object until the nodes have been told to give up what is open.
@NullMarked
package dev.lamina.operator.imageprune;

import org.jspecify.annotations.NullMarked;
