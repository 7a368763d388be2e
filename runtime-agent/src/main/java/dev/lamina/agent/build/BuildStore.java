package dev.lamina.agent.build;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerWriter;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.transfer.ImageUnpacker;

/// The parts of the store that a build reads and writes.
public record BuildStore(
    ContentStore content,
    Snapshotter snapshotter,
    LayerWriter layers,
    ImageUnpacker unpacker,
    MetadataStore metadata) {}
