package dev.lamina.standalone.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at a random write: everything that was answered is there, in whole transactions.
class ObjectStoreCrashIT {
  private static final Random RANDOM = new Random(42);

  @TempDir Path directory;

  @RepeatedTest(5)
  void keepsWhatWasAnsweredWhenItIsKilled() throws Exception {
    var file = directory.resolve("objects.mv");
    var enough = 20 + RANDOM.nextInt(200);
    var answered = writeAndKill(file, enough);

    try (var store = ObjectStore.open(file)) {
      var left = count(store, "left");
      assertTrue(left >= answered, () -> answered + " answered, " + left + " kept");
      assertEquals(left, count(store, "right"), "both objects of a transaction or none");
    }
  }

  private static int count(ObjectStore store, String namespace) {
    return store.list("things", namespace, null, 0).objects().size();
  }

  private static int writeAndKill(Path file, int enough) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var writer =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var answered = 0;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      while (answered < enough && lines.readLine() != null) {
        answered++;
      }
      writer.destroyForcibly().waitFor();
    }
    return answered;
  }

  /// Writes pairs for ever and says so after each.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      try (var store = ObjectStore.open(Path.of(arguments[0]))) {
        for (var i = 0; ; i++) {
          var name = "object-" + i;
          store.write(transaction -> {
            transaction.put(new ObjectKey("things", "left", name), object(name));
            return transaction.put(new ObjectKey("things", "right", name), object(name));
          });
          System.out.println(name);
        }
      }
    }

    private static KubeObject object(String name) {
      var tree = Json.object().put("filler", "x".repeat(2000));
      tree.putObject("metadata").put("name", name);
      return new KubeObject(tree);
    }
  }
}
