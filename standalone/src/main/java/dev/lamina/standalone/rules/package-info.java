/// The CEL rules of CustomResourceDefinitions (`x-kubernetes-validations`), with transition rules,
/// `reason`, `fieldPath` and `messageExpression`.
///
/// Entry type: [dev.lamina.standalone.rules.Rules]. Expressions are compiled once, at first use or
/// by a warm-up, and shared by all objects. Errors read as kube-apiserver's.
///
/// Not here: the cost limits of kube-apiserver. They guard a shared control plane against the
/// authors of definitions; on this machine both are the same person.
@NullMarked
package dev.lamina.standalone.rules;

import org.jspecify.annotations.NullMarked;
