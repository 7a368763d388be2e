package dev.lamina.agent.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramLookupTest {
  @TempDir private Path directory;
  private Path root = Path.of("/");

  @BeforeEach
  void files() throws Exception {
    root = directory.resolve("root");
    var bin = Files.createDirectories(root.resolve("bin"));
    Files.createFile(bin.resolve("tool")).toFile().setExecutable(true);
    Files.createFile(bin.resolve("text"));
    Files.createFile(directory.resolve("outside")).toFile().setExecutable(true);
    Files.createSymbolicLink(bin.resolve("outside"), Path.of("../../outside"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          tool,        ''
          /bin/tool,   ''
          bin/tool,    ''
          nosuch,      '127 "nosuch": executable file not found in $PATH'
          text,        '127 "text": executable file not found in $PATH'
          /bin/nosuch, '127 "/bin/nosuch": no such file or directory'
          /bin/text,   '126 "/bin/text": permission denied'
          /bin,        '126 "/bin": is a directory'
          outside,     '127 "outside": executable file not found in $PATH'
          """)
  void tellsWhatIsWrongWithAProgram(String program, String expected) {
    var lookup = new ProgramLookup(program, List.of("PATH=/nowhere", "PATH=/sbin:/bin"), "/");
    var found = lookup.explain(root);
    assertEquals(expected, found.map(each -> each.exitCode() + " " + each.why()).orElse(""));
  }
}
