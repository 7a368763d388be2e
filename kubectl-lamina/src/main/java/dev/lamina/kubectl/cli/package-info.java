/// The command line: one class a verb, which reads objects or makes one, waits for it, and prints
/// what Docker would.
///
/// [LaminaCommand] is the entry; picocli finds the verbs from its annotations. An object that only
/// stands for the verb, as an ImagePull for `pull`, is an [Errand]: it goes when the verb ends,
/// also when that is interrupted. Failures are one line on standard error, `error: <Reason>:
/// <message>`, and exit status 1; wrong usage is 2; `run` returns what the container returned.
/// Results go to standard output, what is only said meanwhile to standard error.
@NullMarked
package dev.lamina.kubectl.cli;

import org.jspecify.annotations.NullMarked;
