package dev.lamina.kubectl.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.kubectl.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryContextTest {
  @TempDir private Path directory;

  @BeforeEach
  void writeDockerfile() throws IOException {
    write("Dockerfile", "FROM base\n");
  }

  private void write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private DirectoryContext read() {
    return DirectoryContext.read(directory, directory.resolve("Dockerfile"));
  }

  private List<String> paths() {
    return read().files().stream().map(file -> file.path("path").asText()).sorted().toList();
  }

  private void fails(String reason, String message) {
    var failure = assertThrows(Failure.class, this::read);
    assertEquals(reason, failure.reason());
    assertTrue(failure.getMessage().startsWith(message), failure::getMessage);
  }

  @Test
  void filesComeAlongWithTheirModes() throws IOException {
    write("src/run.sh", "echo hi\n");
    assertTrue(directory.resolve("src/run.sh").toFile().setExecutable(true, false));
    assertEquals(List.of("Dockerfile", "src/run.sh"), paths());
    var script = read().files().getLast();
    assertEquals("0755", script.path("mode").asText());
    assertEquals("echo hi\n", script.path("content").asText());
    assertEquals("FROM base\n", read().dockerfile());
  }

  @Test
  void whatIsIgnoredStaysBehind() throws IOException {
    write(".dockerignore", "# no\ntarget\n**/*.log\n!keep.log\n");
    write("target/a.txt", "a");
    write("deep/er/x.log", "x");
    write("keep.log", "k");
    assertEquals(List.of(".dockerignore", "Dockerfile", "keep.log"), paths());
  }

  @Test
  void aLimitIsNamedWithWhatIsBeyondIt() throws IOException {
    for (var number = 0; number < DirectoryContext.MOST_FILES; number++) {
      write("f" + number, "x");
    }
    fails("LimitExceeded", "the context has more than 64 files");
  }

  @Test
  void aLongFileIsNamed() throws IOException {
    write("long", "x".repeat(DirectoryContext.LONGEST_FILE + 1));
    fails("LimitExceeded", "long has 131073 bytes, an ImageBuild holds 131072 of a file");
  }

  @Test
  void allFilesTogetherHaveALimit() throws IOException {
    for (var number = 0; number < 9; number++) {
      write("f" + number, "x".repeat(DirectoryContext.LONGEST_FILE));
    }
    fails("LimitExceeded", "the files of the context have more than 1048576 bytes together");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(directory.resolve("image.png"), new byte[] {(byte) 0x89, 'P', (byte) 0xff});
    fails("NotSupported", "image.png is not text");
  }

  @Test
  void aLinkIsRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
    fails("NotSupported", "link is not a regular file");
  }

  @Test
  void aMissingDockerfileIsNamed() throws IOException {
    Files.delete(directory.resolve("Dockerfile"));
    fails("ContextUnavailable", "reading the context: no such file: ");
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, a/b, true",
    "a, b/a, false",
    "/a/, a, true",
    "*.txt, x.txt, true",
    "*.txt, d/x.txt, false",
    "**/x, x, true",
    "**/x, a/b/x, true",
    "a/**, a/b/c, true",
    "a/**/c, a/c, true",
    "?, ab, false",
    "[a-c], b, true",
    "\\*, *, true",
    "a.b, axb, false"
  })
  void patternsFitAsDockersDo(String pattern, String path, boolean isExcluded) {
    assertEquals(isExcluded, IgnorePatterns.parse(pattern).excludes(Path.of(path)));
  }

  @Test
  void theLastLineThatFitsDecides() {
    var patterns = IgnorePatterns.parse("*\n!a\na/b");
    assertEquals(false, patterns.excludes(Path.of("a/c")));
    assertEquals(true, patterns.excludes(Path.of("a/b")));
    assertEquals(true, patterns.excludes(Path.of("z")));
  }
}
