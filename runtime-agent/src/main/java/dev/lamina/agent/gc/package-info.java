/// What of the store nobody needs any more, and its removal.
///
/// [Reachability] marks what images, containers, leases and the build cache reach;
/// [GarbageCollection] removes the rest; [Prune] first forgets images, then collects; [Retention]
/// does so by the ordered rules of a policy; [StoreSweep] brings the store in order after a start;
/// [DiskUsage] tells what takes up the disk; [CacheUpkeep] keeps the build cache within its quota
/// by [CachePruning], least recently used first; [dev.lamina.agent.gc.fsck] checks and repairs. The
/// room owns no files.
///
/// Invariants: records go first and bytes second, children before parents, so a crash leaves only
/// what the next collection removes. Nothing is removed that a root reaches *at the moment of its
/// removal*: the mark is made again while all records are frozen
/// ([dev.lamina.agent.metadata.MetadataStore#frozen]), in short turns between which others go on.
/// What came in while a lease is open stays, held or not.
///
/// Why not reference counts: a count that a crash left wrong is found by nobody, a mark is right
/// each time. Why not one long freeze: pulls and builds take leases all the time.
@NullMarked
package dev.lamina.agent.gc;

import org.jspecify.annotations.NullMarked;
