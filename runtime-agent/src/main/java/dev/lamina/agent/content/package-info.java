/// Blobs by digest.
///
/// Entry: [dev.lamina.agent.content.ContentStore]; on disk it is a
/// [dev.lamina.agent.content.FileContentStore] with
///
/// ```
/// content/blobs/<algorithm>/<hex>      a whole blob, read-only, never changed
/// content/ingest/<hash of key>/ref     what it is to become, and for whom
/// content/ingest/<hash of key>/data    what there is of it
/// ```
///
/// Invariants: a file under `blobs` has the digest of its name and survives a power cut; a blob
/// gets its name by one rename, after its bytes were checked and synced. An ingest belongs to
/// nobody once its process is gone: the next one of the same key goes on with it, or
/// [dev.lamina.agent.content.ContentStore#discardIngests] throws it away. The hash of a resumed
/// ingest is computed again from the bytes on disk, which may have been lost in a crash.
///
/// Why not `java.nio`: "no space left" is an errno there only as a message in the host's language.
@NullMarked
package dev.lamina.agent.content;

import org.jspecify.annotations.NullMarked;
