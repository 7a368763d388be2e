/// The command line: one class a verb, each a call of the local API and a way to print its answer.
///
/// [AgentCommand] is the entry; picocli finds the verbs from its annotations. A verb never works on
/// the store itself: [Backend] gives it an [dev.lamina.agent.http.ApiClient], which reaches the
/// daemon of the state directory or does the work in this process. Output for people reads as
/// Docker's does; `-o json` prints what the API answered. Failures are one line on standard error,
/// `error: <Reason>: <message>`, and exit status 1; wrong usage is 2; `run` returns what the
/// container returned.
@NullMarked
package dev.lamina.agent.cli;

import org.jspecify.annotations.NullMarked;
