package dev.lamina.agent.gc.fsck;

import static dev.lamina.agent.gc.fsck.FsckStore.command;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.fsck.Finding.Outcome;
import dev.lamina.agent.gc.fsck.Finding.Subject;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damage is planted in a store that nobody has open, and all of it is found.
class FsckIT {
  /// Changes a byte and gives the file its time back, as a disk would leave it.
  private static final String FLIP =
      "t=$(stat -c %%y %1$s); printf X | dd of=%1$s bs=1 seek=%2$d conv=notrunc; touch -d \"$t\" %1$s";

  private static final String XATTRS =
      """
      setx() { setfattr -n "$2" -v x "$1"; }
      delx() { setfattr -x "$2" "$1"; }
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private StoredImage image;

  @BeforeEach
  void bringAnImageIn() throws Exception {
    try (var store = open()) {
      image = store.bringIn();
      var checked = store.fsck(false);
      assertTrue(checked.findings().isEmpty(), () -> "whole at first: " + checked);
      assertEquals(2, checked.report().layers());
      assertEquals(4, checked.report().blobs());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/dir/data         | content was changed | cd $L; t=$(stat -c %y dir/data);"
            + " dd if=/etc/passwd of=dir/data bs=1 count=1 seek=250000 conv=notrunc;"
            + " touch -d \"$t\" dir/data",
        "/dir/data         | has 10 bytes        | truncate -s 10 $L/dir/data",
        "/etc/passwd       | is missing          | rm $L/etc/passwd",
        "/etc/passwd       | mode is 0600        | chmod 600 $L/etc/passwd",
        "/bin/su           | mode is 0755        | chmod u-s $L/bin/su",
        "/etc/passwd       | owner is 0:4        | chown 0 $L/etc/passwd",
        "/etc/passwd       | user.note           | setx $L/etc/passwd user.note",
        "/etc/passwd       | user.note           | delx $L/etc/passwd user.note",
        "/bin/su           | user.more           | setx $L/bin/su user.more",
        "/etc/passwd       | second of           | touch -d 2001-01-01 $L/etc/passwd",
        "/etc/planted      | not part            | echo x > $L/etc/planted",
        "/dir/pipe         | is missing          | rm $L/dir/pipe",
        "/dir/pipe         | is a regular        | rm $L/dir/pipe; echo x > $L/dir/pipe",
        "/dir/null         | device is 1:5       | rm $L/dir/null; mknod $L/dir/null c 1 5",
        "/etc/link         | target is shadow    | ln -sfn shadow $L/etc/link",
        "/dir/below/other  | number of names     | cp -a $L/dir/below/two $L/x;"
            + " mv $L/x $L/dir/below/two",
        "/gone             | is missing          | rm -r $L/gone",
        "/                 | mode is 0700        | chmod 700 $L",
        "/etc/link         | is missing          | rm $U/etc/link",
        "/dir/below        | overlay.opaque      | delx $U/dir/below trusted.overlay.opaque",
      })
  void findsAndRepairsWhatWasChangedInALayer(String path, String why, String damage)
      throws Exception {
    plant(damage);

    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertTrue(
          damaged.stream()
              .anyMatch(finding ->
                  finding.subject() == Subject.layer
                      && finding.where().endsWith(":" + path)
                      && finding.why().contains(why)),
          damaged::toString);
      assertEquals(0, store.fsck(true).report().damaged());
      assertTrue(store.fsck(false).findings().isEmpty());
    }
  }

  @Test
  void aDamagedBlobOfARegistryIsForgottenWithItsImage() throws Exception {
    plant(FLIP.formatted("$B", 100));

    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertEquals(Subject.blob, damaged.getFirst().subject());
      assertEquals(image.blobs().get(2).toString(), damaged.getFirst().where());

      var repaired = store.fsck(true).findings().getFirst();

      assertEquals(Outcome.repaired, repaired.outcome());
      assertTrue(repaired.action().contains("forgot docker.io/library/app:1 of default"));
      assertTrue(store.fsck(false).findings().isEmpty());
      assertFalse(Files.exists(store.blob(image.blobs().get(2))));
      store.bringIn();
      assertTrue(store.fsck(false).findings().isEmpty());
    }
  }

  @Test
  void aDamagedBlobOfALayerMadeHereIsWrittenAgain() throws Exception {
    StoredImage made;
    try (var store = open()) {
      made = store.importRootfs();
    }
    var blob = made.blobs().get(2);
    plant("printf X | dd of=%s bs=1 seek=60 conv=notrunc".formatted(blobFile(made, 2)));

    try (var store = open()) {
      assertEquals(blob.toString(), store.fsck(false).damaged().getFirst().where());
      assertEquals(1, store.fsck(true).report().repaired());
      assertTrue(store.fsck(false).findings().isEmpty());
    }
    plant("rm " + blobFile(made, 2));
    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertEquals(Subject.image, damaged.getFirst().subject());
      assertEquals(1, store.fsck(true).report().repaired());
      assertTrue(store.fsck(false).findings().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anImageWithoutItsDocumentsIsForgotten(int document) throws Exception {
    plant("rm " + blobFile(image, document));

    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertTrue(
          damaged.stream()
              .anyMatch(
                  finding -> finding.why().contains(image.blobs().get(document) + " is not there")),
          damaged::toString);
      assertEquals(0, store.fsck(true).report().damaged());
      assertEquals(Optional.empty(), store.metadata.images().find(Tenant.DEFAULT, "app:1"));
      assertTrue(store.fsck(false).findings().isEmpty());
    }
  }

  @Test
  void aLayerBlobThatIsNotKeptIsNoDamageAndIsTold() throws Exception {
    plant("rm $B");

    try (var store = open()) {
      var checked = store.fsck(false);
      assertEquals(0, checked.report().damaged());
      assertTrue(
          checked.findings().stream()
              .anyMatch(finding -> finding.why().contains("cannot be verified")),
          checked::toString);
      assertTrue(
          checked.findings().stream()
              .anyMatch(finding ->
                  finding.subject() == Subject.image && finding.why().contains("is not there")),
          checked::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm -r $S", "rm $S/snapshot.json", "echo x > $S/snapshot.json"})
  void aLayerThatIsNotThereIsUnpackedAgain(String damage) throws Exception {
    plant(damage);

    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertEquals(image.chain().getLast().toString(), damaged.getFirst().where());
      assertEquals("it is not there", damaged.getFirst().why());
      assertEquals(0, store.fsck(true).report().damaged());
      assertTrue(store.fsck(false).findings().isEmpty());
      assertTrue(store.snapshotter.isCommitted(image.chain().getLast()));
    }
  }

  @Test
  void aDamagedIndexOfTheMetadataIsMadeAgain() throws Exception {
    Path database;
    try (var store = open()) {
      database = store.database();
    }
    var bytes = new String(Files.readAllBytes(database), ISO_8859_1);
    var entry = bytes.indexOf("default" + image.imageId());
    assertTrue(entry > 0, "the index by id has it");
    plant("printf z | dd of=%s bs=1 seek=%d conv=notrunc".formatted(database, entry + 20));

    try (var store = open()) {
      var damaged = store.fsck(false).damaged();
      assertEquals(Subject.metadata, damaged.getFirst().subject());
      assertTrue(damaged.getFirst().why().contains("image_by_id"), damaged::toString);
      assertEquals(0, store.fsck(true).report().damaged());
      assertTrue(store.fsck(false).findings().isEmpty());
    }
  }

  @Test
  void whatNothingNeedsIsTold() {
    try (var store = open()) {
      var orphan = store.content.put("orphan".getBytes(ISO_8859_1)).digest();

      var finding = store.fsck(false).findings().getFirst();

      assertEquals(Subject.garbage, finding.subject());
      assertEquals("blob " + orphan, finding.where());
      store.fsck(true);
      assertEquals(Optional.empty(), store.content.stat(orphan));
    }
  }

  @Test
  void whatAMountShowsIsLeftAloneAndSaidSo() throws Exception {
    plant("echo x > $L/etc/planted");

    try (var store = open();
        var _ =
            store.snapshotter.mountView(
                image.chain().getLast(), workspace.path().resolve("mount"))) {
      var checked = store.fsck(true);

      assertTrue(checked.report().damaged() > 0);
      assertTrue(checked.damaged().getFirst().action().startsWith("left alone: "));
      assertTrue(checked.damaged().getFirst().action().contains("mount"));
    }
  }

  @Test
  void anImageThatAContainerUsesIsNotForgotten() throws Exception {
    plant(FLIP.formatted("$B", 100));

    try (var store = open()) {
      store.snapshotter.prepare("container-1", image.chain().getLast());
      store
          .metadata
          .containers()
          .put(
              new StoredContainer(
                  "1", Tenant.DEFAULT, "box", image.imageId(), "container-1", "{}"));

      var left = store.fsck(true).damaged().getFirst();

      assertTrue(left.action().contains("container box uses"), left::toString);
      assertTrue(store.metadata.images().find(Tenant.DEFAULT, "app:1").isPresent());
    }
  }

  @Test
  void anImageThatNoRegistryHasIsNotForgotten() throws Exception {
    try (var store = open()) {
      store.metadata.images().tag(Tenant.DEFAULT, Reference.parse("localhost/own"), image);
      store.metadata.images().untag(Tenant.DEFAULT, FsckStore.NAME);
    }
    plant(FLIP.formatted("$B", 100));

    try (var store = open()) {
      var left = store.fsck(true).damaged().getFirst();

      assertTrue(left.action().contains("no registry has localhost/own"), left::toString);
    }
  }

  /// `$L` and `$U` are the lower and the upper layer, `$S` the upper snapshot, `$B` the blob of the
  /// lower layer.
  private void plant(String script) throws Exception {
    try (var store = open()) {
      command(
          (XATTRS + "L=%s U=%s S=%s B=%s; %s")
              .formatted(
                  store.layer(image, 0),
                  store.layer(image, 1),
                  store.snapshot(image.chain().getLast()),
                  store.blob(image.blobs().get(2)),
                  script));
    }
  }

  private Path blobFile(StoredImage of, int number) {
    try (var store = open()) {
      return store.blob(of.blobs().get(number));
    }
  }

  private FsckStore open() {
    return new FsckStore(workspace.path());
  }
}
