/// ImagePull: images on nodes before they are needed, wave after wave.
///
/// [dev.lamina.operator.imagepull.ImagePullReconciler] observes, decides, acts and reports; what
/// lies between two visits is in memory only ([dev.lamina.operator.imagepull.PullRun], counted from
/// deltas) and comes back after a restart from what the ImageNodes list and the status has
/// resolved. A visit reads the nodes that have mail and the list of members, never the results of
/// all.
///
/// Why the first node finds out what a tag stands for, and not the operator: the operator would
/// need a registry client, its trust store and a way to every registry. Instead one node pulls
/// first, and the digest that it reports is what all others are asked for. The price: that node is
/// trusted for tag -> digest; a broken one can give the fleet another image of any repository under
/// that name. Who does not want to trust it names a digest in `spec.images`.
///
/// The finalizer holds the object until the nodes have been told to give up what is open and to
/// drop the pins. Secrets are read with one GET each in the namespace of the pull; a node gets the
/// entries of its images only, sealed to its key. Cordons keep no image away; taints do as they
/// keep the Pods of a DaemonSet away, unless the spec tolerates them, names the node, or means
/// nodes by their Pods. A node without a ready agent is not asked. A node that failed is not asked
/// again before the spec changes or the next round of the schedule begins.
///
/// A round of `spec.schedule` looks the tags up again
/// ([dev.lamina.operator.imagepull.PullSchedule], in UTC): one node finds out, and only nodes that
/// lack what it found are asked. What is Ready stays so until something newer is known.
@NullMarked
package dev.lamina.operator.imagepull;

import org.jspecify.annotations.NullMarked;
