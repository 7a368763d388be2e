package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.diff.TarLayerApplier;
import dev.lamina.agent.diff.TarLayerWriter;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.StoreSweep;
import dev.lamina.agent.gc.fsck.Finding;
import dev.lamina.agent.gc.fsck.Fsck;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Looks into the state directory of an agent that does not run.
public final class StoreCheck implements AutoCloseable {
  private final LaminaAgent agent;
  private final Path scratch;
  private final MetadataStore metadata;
  private final FileContentStore content;
  private final OverlaySnapshotter snapshotter;
  private final Clock clock = Clock.systemUTC();

  /// @param scratch a directory of the test's own
  public StoreCheck(LaminaAgent agent, Path scratch) {
    this.agent = agent;
    this.scratch = scratch;
    metadata =
        MetadataStore.open(agent.state().resolve("metadata"), scratch.resolve("native"), clock);
    content = new FileContentStore(agent.state().resolve("content"), clock);
    snapshotter = new OverlaySnapshotter(agent.state().resolve("snapshots"), clock);
  }

  Optional<StoredImage> find(String reference) {
    return metadata.images().find(Tenant.DEFAULT, reference);
  }

  /// What a process in the image would see.
  SortedMap<String, String> tree(StoredImage image) throws IOException {
    try (var root = snapshotter.mountView(image.chain().getLast(), scratch.resolve("mount"))) {
      return FileTree.of(root.path());
    }
  }

  /// The image has every file, and beside it there is nothing that should not be.
  void requireWhole(String reference, SortedMap<String, String> expected) throws IOException {
    assertEquals(expected, tree(find(reference).orElseThrow()));
    requireClean();
  }

  /// Nothing damaged, nothing that nobody needs, nothing half done, nothing mounted.
  public void requireClean() throws IOException {
    var findings = new ArrayList<Finding>();
    var collection = new GarbageCollection(metadata, content, snapshotter);
    var applier = new TarLayerApplier(snapshotter, ArchiveLimits.DEFAULT);
    var parts =
        new Fsck.Parts(
            metadata, content, snapshotter, applier, new TarLayerWriter(content), collection);
    new Fsck(parts).run(false, findings::add);
    assertEquals(List.of(), findings);
    assertEquals(List.of(), snapshotter.active());
    assertTrue(metadata.leases().held().snapshots().isEmpty(), "nothing is held");
    for (var directory : List.of(agent.state(), agent.run())) {
      assertEquals(List.of(), MountTable.below(directory));
    }
  }

  /// What the next start does first.
  public void sweep() {
    new StoreSweep(metadata, content, snapshotter, List.of(agent.state().resolve("tmp")), clock)
        .run();
  }

  /// Removes what nothing needs; what is held or half done stays.
  public void collect() {
    new GarbageCollection(metadata, content, snapshotter).run(false);
  }

  /// Back to an empty store.
  public void removeImages() {
    for (var named : metadata.images().list(Tenant.DEFAULT)) {
      metadata.images().remove(Tenant.DEFAULT, named.image().digest());
    }
    collect();
    assertEquals(List.of(), snapshotter.committed());
    assertEquals(List.of(), content.list());
  }

  /// Bytes that the state directory takes on the disk.
  static long bytes(Path directory) throws IOException, InterruptedException {
    var measured = LaminaAgent.command("du", "-sB1", directory.toString());
    assertEquals(0, measured.status(), measured.err());
    return Long.parseLong(measured.out().split("\t", -1)[0]);
  }

  @Override
  public void close() {
    metadata.close();
  }
}
