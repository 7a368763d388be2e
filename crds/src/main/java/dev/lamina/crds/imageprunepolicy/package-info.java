/// ImagePrunePolicy: what goes from nodes by itself, again and again.
///
/// Entry type: [dev.lamina.crds.imageprunepolicy.ImagePrunePolicy]. Rules stand in an order, and
/// the first whose match fits decides about an image; what no rule fits stays. A policy belongs to
/// the cluster and means the images of all namespaces, in the grammar of
/// [dev.lamina.crds.imageprune.ImagePrune].
@NullMarked
package dev.lamina.crds.imageprunepolicy;

import org.jspecify.annotations.NullMarked;
