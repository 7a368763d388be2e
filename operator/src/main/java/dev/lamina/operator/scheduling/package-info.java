/// Which node does the work: a pure function from a request and the nodes there are to a placement.
///
/// Entry type: [dev.lamina.operator.scheduling.Scheduler]. No clock, no client, no randomness: the
/// same nodes give the same answer, so a decision can be taken again after a crash. The order of
/// preference is: fits at all, is preferred (has the cache or the image), has the least open work,
/// comes first by name.
@NullMarked
package dev.lamina.operator.scheduling;

import org.jspecify.annotations.NullMarked;
