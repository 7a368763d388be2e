/// Looking for images in registries, from here and not from a node.
///
/// Entry type: [dev.lamina.kubectl.search.RegistrySearch]: Docker Hub by its search, other
/// registries by the list of their names, which many show to administrators only.
@NullMarked
package dev.lamina.kubectl.search;

import org.jspecify.annotations.NullMarked;
