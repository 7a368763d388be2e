/// Tar and its compressions, safe for hostile input.
///
/// [dev.lamina.agent.archive.Decompression] tells a compression by its first bytes and opens it,
/// [dev.lamina.agent.archive.TarReader] gives the entries of a tar stream one by one,
/// [dev.lamina.agent.archive.TarWriter] and [dev.lamina.agent.archive.GzipWriter] write them: the
/// same entries always give the same bytes. The room owns no files and resolves no paths; names are
/// handed on as they stand.
///
/// Malformed or truncated input is `InvalidArchive`, input beyond the
/// [dev.lamina.agent.archive.ArchiveLimits] is `LimitExceeded`; both before memory is spent on it.
/// An `IOException` always comes from the stream underneath and passes through unchanged.
///
/// Why not the tar of Commons Compress: it decodes PAX values as UTF-8, which destroys binary ones
/// (`security.capability`) and names that are not UTF-8, and it reads extension headers of any
/// size. Why not `GZIPInputStream`: after the first member it takes every failure for the end, that
/// of the network included. Formats: POSIX.1-2017 `pax`, the GNU tar manual ("Tar Internals"), RFC
/// 1952.
@NullMarked
package dev.lamina.agent.archive;

import org.jspecify.annotations.NullMarked;
