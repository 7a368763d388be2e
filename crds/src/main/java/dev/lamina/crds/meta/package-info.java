/// What the kinds of the API have in common: names, conditions and references.
///
/// [dev.lamina.crds.meta.Lamina] holds every constant that operator, agent and chart must agree on.
/// The kinds themselves live in a room each and are read as *kind -> spec -> the records of its
/// fields*; the descriptions on the components are the text of `kubectl explain`.
@NullMarked
package dev.lamina.crds.meta;

import org.jspecify.annotations.NullMarked;
