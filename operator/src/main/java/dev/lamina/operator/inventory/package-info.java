/// Which node holds which image under which name, for the whole cluster.
///
/// Entry type: [dev.lamina.operator.inventory.FleetImages], what rooms of kinds ask;
/// [dev.lamina.operator.inventory.ImageCensus] is the answer in memory, and
/// [dev.lamina.operator.inventory.InventoryReader] keeps it true.
///
/// A NodeInventory is read, never watched: five thousand of them are more than an informer should
/// hold, and ImageNode, which is watched anyway, carries a hash that changes with it. At the start
/// all of them are read page by page, and nothing is concluded before that is done: a node that has
/// not been read must not look like one that has dropped its images. What the census keeps of a
/// node is shared with every other node that says the same.
@NullMarked
package dev.lamina.operator.inventory;

import org.jspecify.annotations.NullMarked;
