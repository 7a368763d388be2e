/// What the node knows: names of images, leases, containers, the build cache, the journal, pins.
///
/// Entry type: [MetadataStore], one SQLite file `metadata/metadata.db` (WAL, `synchronous=FULL`)
/// that hands out one small view per concern. Every change is one transaction: after a crash it has
/// happened or it has not. Several processes may open the file; SQLite's locks order their changes.
///
/// Everything that keeps content alive is in this one file, so [MetadataStore#frozen] can hold all
/// of it still while the garbage collector decides about a blob and removes it.
///
/// Why leases are not synced: their owner does not survive a power cut either, and so neither do
/// they. A `kill -9` loses nothing, for the page cache belongs to the kernel.
///
/// Why one connection: changes are a few rows and SQLite has one writer anyhow. Why JSON columns:
/// only what is searched or constrained is a column of its own; a newer agent may add fields.
@NullMarked
package dev.lamina.agent.metadata;

import org.jspecify.annotations.NullMarked;
