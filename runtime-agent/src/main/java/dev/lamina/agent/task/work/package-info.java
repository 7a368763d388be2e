/// What a build and a run have in common: an [dev.lamina.agent.task.work.Attempt] at one
/// assignment.
///
/// It holds the three places in which the state of the work is told, and the order in which they
/// are: the journal first, then the NodeTask, then the result in the ImageNode. A crash between two
/// of them is made good at the next start, from the journal.
@NullMarked
package dev.lamina.agent.task.work;

import org.jspecify.annotations.NullMarked;
