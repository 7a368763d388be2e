package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerLogTest {
  private static final String TIME = "2026-01-02T03:04:05.006+02:00";
  private static final String LINES =
      """
      %1$s stdout F one
      %1$s stderr F two
      %1$s stdout P thr
      %1$s stdout P e
      %1$s stdout F e
      %1$s stdout F\s
      nonsense
      %1$s stdout F  four
      """
          .formatted(TIME);

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void putsLinesTogetherAndStreamsApart() throws Exception {
    copy(LogOptions.ALL);
    assertEquals("one\nthree\n\n four\n", out.toString(UTF_8));
    assertEquals("two\n", err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, ' four|'",
    "2, '| four|'",
    "3, 'three|| four|'",
    "99, 'one|three|| four|'"
  })
  void tailCountsWholeLines(int tail, String expected) throws Exception {
    copy(new LogOptions(false, tail, false));
    assertEquals(expected.replace('|', '\n'), out.toString(UTF_8));
  }

  @Test
  void writesTheTimeBeforeEachLineAsDockerDoes() throws Exception {
    copy(new LogOptions(false, 3, true));
    var time = "2026-01-02T01:04:05.006000000Z ";
    assertEquals(time + "three\n" + time + "\n" + time + " four\n", out.toString(UTF_8));
  }

  @Test
  void noLogIsAnEmptyOne() throws Exception {
    log(LogOptions.ALL).copy(time -> true);
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void followsWhatIsAppendedUntilTheEnd() throws Exception {
    write("%s stdout F a\n%s stdo".formatted(TIME, TIME));
    var steps =
        new ArrayDeque<Runnable>(
            List.of(() -> {}, () -> append("ut F b\n"), () -> append(TIME + " stdout F c\n")));
    log(new LogOptions(true, -1, false)).copy(time -> isOverAfter(steps));
    assertEquals("a\nb\nc\n", out.toString(UTF_8));
  }

  @Test
  void goesOnWithTheFileThatTookItsPlace() throws Exception {
    write(TIME + " stdout F old\n");
    var steps = new ArrayDeque<Runnable>(List.of(() -> {}, this::replace, () -> {}));
    log(new LogOptions(true, -1, false)).copy(time -> isOverAfter(steps));
    assertEquals("old\nnew\n", out.toString(UTF_8));
  }

  @Test
  void losesNothingThatWasWrittenJustBeforeTheFileWasReplaced() throws Exception {
    write(TIME + " stdout F old\n");
    Runnable rotate =
        () -> {
          append(TIME + " stdout F last\n");
          replace();
        };
    var steps = new ArrayDeque<Runnable>(List.of(() -> {}, rotate, () -> {}));
    log(new LogOptions(true, -1, false)).copy(time -> isOverAfter(steps));
    assertEquals("old\nlast\nnew\n", out.toString(UTF_8));
  }

  @Test
  void readsTheNewFileToItsEndAlsoIfTheContainerEndedMeanwhile() throws Exception {
    write(TIME + " stdout F old\n");
    var steps = new ArrayDeque<Runnable>(List.of(() -> {}, this::replace));
    log(new LogOptions(true, -1, false)).copy(time -> steps.isEmpty() || isOverAfter(steps));
    assertEquals("old\nnew\n", out.toString(UTF_8));
  }

  @Test
  void readsOnlyLinesOfTheFormat() {
    assertTrue(LogLine.parse("".getBytes(UTF_8)).isEmpty());
    assertTrue(LogLine.parse("2026 stdout".getBytes(UTF_8)).isEmpty());
    assertTrue(LogLine.parse("2026 stdout F".getBytes(UTF_8)).isEmpty());
    assertTrue(LogLine.parse("2026 stdout F ".getBytes(UTF_8)).isPresent());
  }

  /// The container ends with the last step.
  private static boolean isOverAfter(Deque<Runnable> steps) {
    steps.pop().run();
    return steps.isEmpty();
  }

  private void copy(LogOptions options) throws Exception {
    write(LINES);
    log(options).copy(time -> true);
  }

  private ContainerLog log(LogOptions options) {
    return new ContainerLog(directory.resolve("log"), options, out, err);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("log"), text);
  }

  private void append(String text) {
    try {
      Files.writeString(directory.resolve("log"), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace() {
    try {
      var next = Files.writeString(directory.resolve("next"), TIME + " stdout F new\n");
      Files.move(next, directory.resolve("log"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
