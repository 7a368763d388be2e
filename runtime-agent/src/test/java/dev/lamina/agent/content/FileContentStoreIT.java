package dev.lamina.agent.content;

import static dev.lamina.agent.content.ContentStoreContract.BYTES;
import static dev.lamina.agent.content.ContentStoreContract.CLOCK;
import static dev.lamina.agent.content.ContentStoreContract.DIGEST;
import static dev.lamina.agent.content.ContentStoreContract.assertReason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileContentStoreIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @Test
  void namesTheBlobThatFoundNoSpaceAndGoesOnOnceThereIsSome() throws IOException {
    var memory = Files.createDirectory(workspace.path().resolve("memory"));
    Mounts.tmpfs(memory, Set.of(), "size=256k");
    var store = new FileContentStore(memory.resolve("content"), CLOCK);
    var filler = memory.resolve("filler");
    Files.write(filler, new byte[200_000]);
    var large = new byte[150_000];
    var digest = Digest.sha256(large);

    var refused =
        assertReason(
            FailureReason.NoSpace,
            () -> {
              try (var ingest = store.ingest("layer", digest)) {
                ingest.write(large);
              }
            });

    assertTrue(refused.getMessage().contains(digest.toString()), refused::getMessage);
    assertTrue(refused.getMessage().contains(memory.toString()), refused::getMessage);
    Files.delete(filler);
    try (var ingest = store.ingest("layer", digest)) {
      ingest.write(large, 0, large.length - (int) ingest.offset());
      assertEquals(large.length, ingest.commit(digest, large.length).size());
    }
  }

  /// A power cut at any point leaves no blob or a whole one: the order of the calls is the proof.
  @Test
  void syncsTheFileThenRenamesThenSyncsTheDirectory() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "needs strace");
    var trace = workspace.path().resolve("trace");
    var command =
        List.of("strace -f -y -qq -e trace=write,fsync,renameat2 -e signal=none -o".split(" "));
    var process =
        new ProcessBuilder(commandLine(command, trace))
            .redirectErrorStream(true)
            .redirectOutput(workspace.path().resolve("output").toFile())
            .start();

    assertEquals(0, process.waitFor(), () -> read(workspace.path().resolve("output")));

    var calls =
        Pattern.compile("(write|fsync|renameat2)\\([0-9]+<[^>]*/content/([a-z]+)/[^\n]*")
            .matcher(read(trace))
            .results()
            .map(FileContentStoreIT::callAndPlace)
            .toList();
    var last = calls.lastIndexOf("write ingest");
    assertEquals(
        List.of("fsync ingest", "renameat2 ingest", "fsync blobs"),
        calls.subList(last + 1, calls.size()));
  }

  private static String callAndPlace(MatchResult call) {
    return call.group(1) + " " + call.group(2);
  }

  private List<String> commandLine(List<String> strace, Path trace) {
    var line = new ArrayList<>(strace);
    line.add(trace.toString());
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(OneBlob.class.getName());
    line.add(workspace.path().resolve("content").toString());
    return line;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process that is traced.
  static final class OneBlob {
    private OneBlob() {}

    public static void main(String[] arguments) throws IOException {
      var store = new FileContentStore(Path.of(arguments[0]), CLOCK);
      try (var ingest = store.ingest("layer", DIGEST)) {
        ingest.write(BYTES);
        ingest.commit(DIGEST, BYTES.length);
      }
    }
  }
}
