/// The images of a namespace: rows of `docker images`, and which of them somebody means.
///
/// Entry type: [dev.lamina.kubectl.image.Images]. A text stands for an image if it is a name of it,
/// complete or short, a digest, or the start of its ID that no other ID has, in this order.
@NullMarked
package dev.lamina.kubectl.image;

import org.jspecify.annotations.NullMarked;
