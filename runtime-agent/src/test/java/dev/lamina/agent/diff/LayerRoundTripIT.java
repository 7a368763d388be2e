package dev.lamina.agent.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileNames;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An upper directory that became a layer and was applied again is the same directory.
class LayerRoundTripIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private final MemoryContentStore content = new MemoryContentStore();

  @ParameterizedTest
  @MethodSource("dev.lamina.agent.Seeds#seeds")
  void randomTreeSurvives(long seed) throws IOException {
    var upper = Files.createDirectory(workspace.path().resolve("upper"));
    try (var root = Directory.open(upper)) {
      new RandomTree(seed).fill(root);
    }

    var layer = new TarLayerWriter(content).write(upper, "layer");
    var stack = new LayerStack(workspace.path());
    var applied = stack.apply(content.read(layer.descriptor().digest(), 64 << 20));

    assertEquals(layer.diffId(), applied.diffId());
    assertEquals(layer.bytes(), applied.bytes());
    assertEquals(layer.entries(), applied.entries());
    var expected = describe(upper);
    var actual = describe(stack.layer());
    assertEquals(expected.keySet(), actual.keySet(), "seed " + seed);
    expected.forEach((path, file) -> assertEquals(file, actual.get(path), path));
    assertEquals(layer, new TarLayerWriter(content).write(stack.layer(), "again"));
  }

  /// What a process changed in a mounted snapshot is what the layer changes.
  @Test
  void changesMadeInAMountedSnapshotSurvive() throws IOException {
    var stack = new LayerStack(workspace.path());
    stack.apply(
        new RawTar()
            .directory("kept/")
            .file("kept/changed", "old")
            .file("kept/removed", "")
            .directory("replaced/")
            .file("replaced/old", ""));

    var layer = stack.change(content, LayerRoundTripIT::changeLikeAProcess);

    stack.apply(content.read(layer.descriptor().digest(), 64 << 20));
    try (var root = stack.mount()) {
      assertEquals("new", Files.readString(root.path().resolve("kept/changed")));
      assertEquals(
          List.of("", "kept", "kept/changed", "replaced", "replaced/new"), paths(root.path()));
    }
  }

  private static void changeLikeAProcess(Path root) throws IOException {
    Files.writeString(root.resolve("kept/changed"), "new");
    Files.delete(root.resolve("kept/removed"));
    Files.delete(root.resolve("replaced/old"));
    Files.delete(root.resolve("replaced"));
    Files.createDirectory(root.resolve("replaced"));
    Files.writeString(root.resolve("replaced/new"), "");
  }

  private static List<String> paths(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }

  /// Every file with all that a layer can say of it.
  private static Map<String, String> describe(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (var directory = Directory.open(root)) {
      describe(directory, "", files);
    }
    return files;
  }

  private static void describe(Directory directory, String prefix, Map<String, String> into)
      throws IOException {
    for (var entry : directory.entries()) {
      var path = prefix + entry.name();
      into.put(path, describe(directory, entry.name()));
      if (entry.type() == FileType.DIRECTORY) {
        try (var child = directory.openDirectory(entry.name())) {
          describe(child, path + "/", into);
        }
      }
    }
  }

  private static String describe(Directory directory, String name) throws IOException {
    var inode = directory.inode(name);
    var stat = inode.stat();
    if (stat.isWhiteout()) {
      return "whiteout";
    }
    var line = new StringJoiner(" ");
    line.add(stat.type() + " " + Integer.toOctalString(stat.permissions()));
    line.add(stat.uid() + ":" + stat.gid() + " " + stat.major() + "/" + stat.minor());
    line.add(stat.modified() + " links " + stat.links());
    for (var xattr : inode.xattrNames().stream().sorted().toList()) {
      line.add(xattr + "=" + HexFormat.of().formatHex(inode.xattr(xattr).orElseThrow()));
    }
    if (stat.isSymbolicLink()) {
      line.add("-> " + directory.readLink(name));
    }
    if (stat.isRegular()) {
      try (var in = directory.openFile(name).inputStream()) {
        line.add("content " + Arrays.hashCode(in.readAllBytes()));
      }
    }
    return line.toString();
  }

  /// Files of all kinds with names and metadata of all kinds.
  private static final class RandomTree {
    private static final int MAX_DEPTH = 4;

    private final Random random;

    RandomTree(long seed) {
      random = new Random(seed);
    }

    void fill(Directory root) throws IOException {
      fill(root, 0);
    }

    private void fill(Directory directory, int depth) throws IOException {
      var count = random.nextInt(12);
      String linkable = null;
      for (var i = 0; i < count; i++) {
        var name = name(i);
        switch (random.nextInt(depth < MAX_DEPTH ? 10 : 6)) {
          case 0 -> directory.createSymbolicLink(name, "x".repeat(1 + random.nextInt(300)));
          case 1 -> directory.createNode(name, FileType.FIFO, 0600, 0, 0);
          case 2 -> directory.createNode(name, FileType.BLOCK_DEVICE, 0600, 7, random.nextInt(999));
          case 3 -> directory.createWhiteout(name);
          case 4, 5 -> {
            if (linkable == null || random.nextBoolean()) {
              createFile(directory, name);
              linkable = name;
            } else {
              directory.createHardLink(name, directory, linkable);
            }
          }
          default -> createDirectory(directory, name, depth);
        }
        restore(directory, name);
      }
    }

    private void createFile(Directory directory, String name) throws IOException {
      var bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(500_000) : random.nextInt(600)];
      random.nextBytes(bytes);
      try (var file = directory.createFile(name, 0600)) {
        file.write(bytes, 0, bytes.length);
      }
    }

    private void createDirectory(Directory parent, String name, int depth) throws IOException {
      parent.createDirectory(name, 0700);
      try (var directory = parent.openDirectory(name)) {
        fill(directory, depth + 1);
      }
    }

    private void restore(Directory directory, String name) throws IOException {
      var inode = directory.inode(name);
      var stat = inode.stat();
      if (stat.isWhiteout()) {
        return;
      }
      var hasXattrs = (stat.isRegular() || stat.isDirectory()) && random.nextInt(4) == 0;
      var value = new byte[random.nextInt(1, 20)];
      random.nextBytes(value);
      var metadata =
          new FileMetadata(
              random.nextInt(1 << random.nextInt(1, 31)),
              random.nextInt(1 << random.nextInt(1, 31)),
              random.nextInt(010000),
              Instant.ofEpochSecond(random.nextInt()),
              hasXattrs ? Map.of("user.random", value) : Map.of());
      inode.restore(stat.type(), metadata);
      if (stat.isDirectory() && random.nextInt(4) == 0) {
        Overlay.makeOpaque(inode);
        inode.setModified(metadata.modified());
      }
    }

    private String name(int index) {
      return switch (random.nextInt(4)) {
        case 0 -> "x".repeat(random.nextInt(90, 240)) + index;
        case 1 -> "ü" + index + " \n";
        case 2 ->
            FileNames.decode(new byte[] {(byte) random.nextInt(0x80, 0x100), (byte) (65 + index)});
        default -> "f" + index;
      };
    }
  }
}
