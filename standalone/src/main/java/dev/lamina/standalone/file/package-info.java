/// Files that only their owner may read, such as keys and tokens, and that are whole after a power
/// cut.
@NullMarked
package dev.lamina.standalone.file;

import org.jspecify.annotations.NullMarked;
