/// From the records to the CRDs: fabric8's generator, then what it leaves out.
///
/// In the test sources because nothing of it is needed at run time. `CrdsAreUpToDateTest` compares
/// with the committed files; with `-Dlamina.crds.update=true` it writes them.
@NullMarked
package dev.lamina.crds.generator;

import org.jspecify.annotations.NullMarked;
