/// Structural schemas of CustomResourceDefinitions: parsed once into a
/// [dev.lamina.standalone.schema.Schema], then used to prune, default and validate objects, to tell
/// the items of lists apart for server-side apply, and to document fields.
///
/// Entry types: `Pruning`, `Defaulting`, `Validation`; each is one walk over the object. Errors
/// read as kube-apiserver's. The built-in kinds are described by the same schemas.
///
/// Why not a JSON-schema library: none prunes or defaults, and none knows the `x-kubernetes-*`
/// keywords, which are most of the work.
@NullMarked
package dev.lamina.standalone.schema;

import org.jspecify.annotations.NullMarked;
