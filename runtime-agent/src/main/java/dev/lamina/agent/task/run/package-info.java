/// Run assignments: how a container should be, for as long as the assignment exists.
///
/// [dev.lamina.agent.task.run.RunTask] is the work, in a loop of observe, decide
/// ([dev.lamina.agent.task.run.RunStep#decide], pure), act, report. The container carries the name
/// of its NodeTask and the id of the assignment as a label, so a restarted agent finds it, running
/// or not, and goes on where the last one was; nothing is remembered about it that it tells itself.
///
/// A container outlives its assignment, and only a NodeTask that is gone (404, never mere silence)
/// or `cancel` ends its right to exist.
@NullMarked
package dev.lamina.agent.task.run;

import org.jspecify.annotations.NullMarked;
