/// One running Lamina and its state directory: where things lie
/// ([dev.lamina.standalone.instance.StateLayout]), who works there
/// ([dev.lamina.standalone.instance.InstanceLock]), and how it is started in the background
/// ([dev.lamina.standalone.instance.BackgroundProcess]).
///
/// Owns `lamina.lock`, `instance.json` and `lamina.log`. Invariant: one process per state
/// directory; `instance.json` names a process only after that one was ready.
@NullMarked
package dev.lamina.standalone.instance;

import org.jspecify.annotations.NullMarked;
