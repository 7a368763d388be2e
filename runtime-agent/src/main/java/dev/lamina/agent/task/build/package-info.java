/// Build assignments: an order in, steps, progress and an image out.
///
/// [dev.lamina.agent.task.build.BuildTask] is the work; [dev.lamina.agent.task.build.BuildWork] is
/// what it needs of a builder. An interrupted build leaves nothing behind but its cache, so a build
/// that a crash ended is simply begun again.
@NullMarked
package dev.lamina.agent.task.build;

import org.jspecify.annotations.NullMarked;
