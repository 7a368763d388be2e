/// NodeInventory: which images a node has.
///
/// A kind of its own, and not part of ImageNode, because it is fifty times as large and changes for
/// other reasons: writing it must not wake who waits for results. The agent writes it, capped, only
/// when something changed, and once in 30 s on the average: ten changes are told at once.
///
/// The list is complete up to what an object may hold: who has which names is asked of it. A name
/// belongs to a namespace, so names are listed by namespace.
@NullMarked
package dev.lamina.crds.nodeinventory;

import org.jspecify.annotations.NullMarked;
