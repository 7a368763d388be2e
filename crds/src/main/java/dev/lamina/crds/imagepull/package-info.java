/// ImagePull: images onto nodes.
///
/// Entry type: [dev.lamina.crds.imagepull.ImagePull]. Lists in its status are bounded (20 failed
/// nodes, 10 reasons): 5,000 nodes must fit into one object.
@NullMarked
package dev.lamina.crds.imagepull;

import org.jspecify.annotations.NullMarked;
