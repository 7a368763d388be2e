package dev.lamina.crds.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The committed CRDs are the generated ones; Helm wants a copy of its own.
class CrdsAreUpToDateTest {
  @ParameterizedTest
  @ValueSource(strings = {"../crds", "../charts/lamina/crds"})
  void committedFilesEqualTheGeneratedOnes(Path directory) throws IOException {
    var generated = Crds.generate();
    if (Boolean.getBoolean("lamina.crds.update")) {
      write(directory, generated);
    }
    assertEquals(
        generated, committed(directory), "stale CRDs in " + directory + ": run `make crds`");
  }

  private static void write(Path directory, Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, String> committed(Path directory) throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.newDirectoryStream(directory, "*.yaml")) {
      for (var path : paths) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return files;
  }
}
