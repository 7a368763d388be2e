/// Build contexts: from wherever they come, as a directory with a Dockerfile and ignore patterns.
///
/// [ContextLoader] gives a [LoadedContext]. Directories are used where they are; archives and
/// downloads are unpacked into the scratch directory of the build, with every path kept inside.
@NullMarked
package dev.lamina.agent.build.context;

import org.jspecify.annotations.NullMarked;
