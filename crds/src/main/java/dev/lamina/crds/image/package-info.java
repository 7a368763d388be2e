/// Image: one row of `docker images` for the whole cluster.
///
/// Entry type: [dev.lamina.crds.image.Image], one per name that a namespace has for an image
/// anywhere, and one per image that it has without a name. Nobody writes a spec: the operator makes
/// the objects from what the nodes hold and takes them away when the last node has dropped the
/// name. Names are of one namespace and no other sees them; what an image is made of is in
/// [dev.lamina.crds.imagerecord].
@NullMarked
package dev.lamina.crds.image;

import org.jspecify.annotations.NullMarked;
