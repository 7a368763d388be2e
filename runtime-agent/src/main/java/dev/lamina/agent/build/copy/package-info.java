/// The files of COPY, ADD and WORKDIR: which ones, their digest, and writing them.
///
/// A [SourceTree] is a directory seen through .dockerignore, or the root filesystem of an image.
/// [SourceSelection] finds what the sources of an instruction name in it, [ContentDigest] gives
/// what the cache key needs to know of it, [FileCopy] writes it into a mounted root filesystem, in
/// the way and with the quirks of BuildKit's copier.
///
/// Every path is resolved below one of two roots by the kernel ([dev.lamina.agent.linux]): no link,
/// no `..` and nothing that changes meanwhile leads outside. Trees are walked name by name over
/// open directories, and their depth is limited.
@NullMarked
package dev.lamina.agent.build.copy;

import org.jspecify.annotations.NullMarked;
