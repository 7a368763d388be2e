/// ImageCopy: an image that the cluster has, under further names and in registries.
///
/// Entry type: [dev.lamina.crds.imagecopy.ImageCopy]. `tags` are names in the stores of the nodes
/// that have the image; `destinations` are references in registries, pushed by one of those nodes.
@NullMarked
package dev.lamina.crds.imagecopy;

import org.jspecify.annotations.NullMarked;
