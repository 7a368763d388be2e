/// Server-side printing: objects as rows of a [dev.lamina.standalone.table.Table] with the columns
/// of their definition, or for built-in kinds with those that kube-apiserver computes.
@NullMarked
package dev.lamina.standalone.table;

import org.jspecify.annotations.NullMarked;
