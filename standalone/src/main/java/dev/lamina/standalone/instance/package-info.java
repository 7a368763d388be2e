/// One running Lamina and its state directory: where things lie
/// ([dev.lamina.standalone.instance.StateLayout]) and who works there
/// ([dev.lamina.standalone.instance.InstanceLock]). The launcher `bin/lamina` starts it in the
/// background, with `lamina.log` for its output, and reads `instance.json` to know when it is up.
///
/// Owns `lamina.lock` and `instance.json`. Invariant: one process per state directory;
/// `instance.json` names a process only after that one was ready.
@NullMarked
package dev.lamina.standalone.instance;

import org.jspecify.annotations.NullMarked;
