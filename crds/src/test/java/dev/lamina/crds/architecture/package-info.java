/// The rules of structure that hold in every module, as one contract that each module's
/// `ArchitectureTest` extends with its own table.
@NullMarked
package dev.lamina.crds.architecture;

import org.jspecify.annotations.NullMarked;
