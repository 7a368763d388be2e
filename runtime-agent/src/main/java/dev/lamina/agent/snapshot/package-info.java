/// Unpacked layers by chainID, and overlay mounts of them.
///
/// [dev.lamina.agent.snapshot.Snapshotter] teaches the life of a snapshot; the one implementation
/// is [dev.lamina.agent.snapshot.OverlaySnapshotter]. Each layer is a plain directory in overlay
/// form: a deleted name is a character device 0/0, a replaced directory has the extended attribute
/// `trusted.overlay.opaque`.
///
/// Owns `snapshots/` ([dev.lamina.agent.snapshot.SnapshotLayout] computes every path):
///
/// ```
/// active/<key>/{snapshot.json, fs, work}       being written
/// committed/<chain id>/{snapshot.json, fs}     never changes
/// trash/<uuid>                                 removed, bytes still to be deleted
/// empty                                        the layer below the lowest
/// ```
///
/// Why no database: there is nothing to keep in step. The rename of a directory from `active` to
/// `committed` is the commit record, made when all of it is on the disk; a rename to `trash` is the
/// removal. A crash at any instruction leaves one or the other, and
/// [dev.lamina.agent.snapshot.Snapshotter#sweep] clears what was never finished. Only one process
/// works on a state directory (the caller holds its lock).
///
/// See the image-spec, layer.md and config.md ("Layer ChainID").
@NullMarked
package dev.lamina.agent.snapshot;

import org.jspecify.annotations.NullMarked;
