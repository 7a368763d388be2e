/// Keeps the objects of the API in one H2 MVStore file (`objects.mv`, owned by this room).
///
/// Entry type: [dev.lamina.standalone.storage.ObjectStore]. Changes go through
/// [dev.lamina.standalone.storage.Transaction]s, one at a time: they are committed and fsynced
/// before the writer, any reader or any watcher sees them, so a kill at any instruction leaves the
/// old or the new state. Every change takes the next number of one revision counter, which is the
/// `resourceVersion` of the object and the position in the
/// [dev.lamina.standalone.storage.WatchLog].
///
/// Why the log is not stored: a client that watches across a restart gets 410 and lists again, as
/// it does with kube-apiserver after etcd compaction; half of all bytes written are saved. Why
/// objects are parsed at every read: nobody can change what another one sees.
@NullMarked
package dev.lamina.standalone.storage;

import org.jspecify.annotations.NullMarked;
