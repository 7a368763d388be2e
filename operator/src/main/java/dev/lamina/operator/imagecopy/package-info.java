/// ImageCopy: an image that nodes have, under further names on those nodes and in registries.
///
/// [dev.lamina.operator.imagecopy.ImageCopyReconciler] finds the image in the census, once per
/// generation, and gives out what [dev.lamina.operator.imagecopy.CopyRun] plans: a Tag for every
/// new name to every node that has the image, a Push for every destination to one of them. Nodes
/// get the digest, so a name that moves meanwhile does not matter. Credentials are read when work
/// is given out and sealed to the node that pushes. After a restart the same ids are given out
/// again and answered from the journals of the nodes.
///
/// The finalizer holds the object until the nodes have been told to give up what is open.
@NullMarked
package dev.lamina.operator.imagecopy;

import org.jspecify.annotations.NullMarked;
