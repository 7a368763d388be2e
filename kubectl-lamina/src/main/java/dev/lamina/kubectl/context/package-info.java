/// A directory as the build context of an ImageBuild: its files, written into the object.
///
/// Entry type: [dev.lamina.kubectl.context.DirectoryContext]. What `.dockerignore` excludes is left
/// out before anything is counted; the file itself goes along, so that the node has the last word.
/// What an object cannot hold is a failure that names the limit: nothing is left out in silence.
@NullMarked
package dev.lamina.kubectl.context;

import org.jspecify.annotations.NullMarked;
