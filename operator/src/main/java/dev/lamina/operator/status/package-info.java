/// What all kinds say about themselves in the same words.
///
/// [dev.lamina.operator.status.Health] is the triple of conditions that kstatus, Argo CD and Flux
/// read: a kind picks one of its four shapes (ready, progressing, stalled, suspended) and never
/// sets a condition on its own. [dev.lamina.operator.status.StatusPatch] is the one way to write a
/// status: server-side apply as `lamina-operator`, left out when nothing changed.
@NullMarked
package dev.lamina.operator.status;

import org.jspecify.annotations.NullMarked;
