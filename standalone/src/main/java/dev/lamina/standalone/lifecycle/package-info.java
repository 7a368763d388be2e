/// How objects end: [dev.lamina.standalone.lifecycle.Deletion] with its finalizers, and
/// [dev.lamina.standalone.lifecycle.LifecycleController], which collects dependents whose owners
/// are gone, empties namespaces and definitions that are being deleted, and forgets old Events.
///
/// Invariant: an object with finalizers is never removed, and one that was released never stays.
@NullMarked
package dev.lamina.standalone.lifecycle;

import org.jspecify.annotations.NullMarked;
