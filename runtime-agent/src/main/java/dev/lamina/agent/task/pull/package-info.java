/// Pull assignments: a reference in, progress and a digest out.
///
/// [dev.lamina.agent.task.pull.PullTask] is the work; [dev.lamina.agent.task.pull.PullWork] is what
/// it needs of the store. [dev.lamina.agent.task.pull.PullOrder] believes an assignment only after
/// it has been checked, [dev.lamina.agent.task.work.SealedCredentials] opens what goes with it, and
/// [dev.lamina.agent.task.pull.PullReports] turns layers into figures that are rarely told. An
/// interrupted pull leaves what it fetched to the next one, so a pull that a crash ended is simply
/// begun again.
@NullMarked
package dev.lamina.agent.task.pull;

import org.jspecify.annotations.NullMarked;
