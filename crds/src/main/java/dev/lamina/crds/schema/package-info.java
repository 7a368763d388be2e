/// What the CRD generator cannot say with its own annotations.
///
/// The generator knows types, defaults, limits, patterns and CEL rules. It does not know how
/// server-side apply merges a list, so the records say that here and a step after generation (in
/// the test sources, where the generator is) writes it into the YAML. A list without an annotation
/// is `atomic`: one manager owns all of it.
///
/// See <https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy>.
@NullMarked
package dev.lamina.crds.schema;

import org.jspecify.annotations.NullMarked;
