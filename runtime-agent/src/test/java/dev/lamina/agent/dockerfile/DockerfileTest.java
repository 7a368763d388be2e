package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  private static Dockerfile parse(String text) {
    return Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Instruction> instructions(String text) {
    return parse("FROM scratch\n" + text).stages().getFirst().instructions();
  }

  private static <T extends Instruction> T only(Class<T> type, String text) {
    return assertInstanceOf(type, instructions(text).getFirst());
  }

  @Test
  void separatesGlobalArgumentsAndStages() {
    var file =
        parse(
            """
            ARG TAG=1 OTHER
            FROM --platform=$BUILDPLATFORM base:$TAG AS Build
            RUN make
            FROM build
            COPY --from=build /a /b
            """);
    assertEquals("TAG=1", file.globalArguments().getFirst().definitions().getFirst().toString());
    assertEquals("build", file.stages().getFirst().name().orElseThrow());
    assertEquals("$BUILDPLATFORM", file.stages().getFirst().from().platform());
    assertEquals(1, file.stages().get(1).index());
    assertEquals(4, file.stages().get(1).from().location().firstLine());
  }

  @Test
  void joinsContinuationsAndDropsCommentsAndEmptyLinesInThem() {
    var run = only(Instruction.Run.class, "RUN a && \\\n  # why\n\n  b \\ \n\tc\nRUN d");
    assertEquals(List.of("a &&   b \tc"), run.command().words());
    assertEquals(2, run.location().firstLine());
    assertEquals(6, run.location().lastLine());
  }

  @Test
  void endsAContinuationAtTheEndOfTheFile() {
    assertEquals(List.of("a"), only(Instruction.Run.class, "RUN a \\").command().words());
  }

  @Test
  void doesNotContinueAfterAnEscapedEscape() {
    assertEquals(2, instructions("RUN a \\\\\nRUN b").size());
  }

  @Test
  void readsDirectivesOnlyAtTheHead() {
    var file =
        parse("\ufeff# Escape = `\r\n# syntax=docker/dockerfile:1\r\nFROM a\r\nRUN b `\r\n c");
    assertEquals('`', file.directives().escape());
    assertEquals("docker/dockerfile:1", file.directives().syntax());
    assertEquals(1, file.stages().getFirst().instructions().size());
    assertEquals('\\', parse("# comment\n# escape=`\nFROM a").directives().escape());
  }

  @Test
  void readsHeredocs() {
    var instructions =
        instructions(
            """
            COPY <<one <<-"two" /dir/
            1 $x
            one
            \t\t2
            \ttwo
            RUN 3<<EOF cat
            hello
            EOF
            """);
    var copy = assertInstanceOf(Instruction.Copy.class, instructions.getFirst());
    assertEquals(
        List.of(
            new Heredoc("one", true, false, "1 $x\n"), new Heredoc("two", false, true, "\t\t2\n")),
        copy.spec().documents());
    assertEquals("2\n", copy.spec().documents().get(1).content());
    var run = assertInstanceOf(Instruction.Run.class, instructions.get(1));
    assertEquals("hello\n", run.command().heredocs().getFirst().body());
    assertEquals(9, run.location().lastLine());
  }

  @Test
  void keepsTheHeredocsOfATrigger() {
    var onBuild = only(Instruction.OnBuild.class, "ONBUILD COPY <<a /b\ntext\na\n");
    assertEquals("COPY <<a /b\ntext\na", onBuild.trigger());
    var trigger = Dockerfile.parseTrigger(onBuild.trigger(), onBuild.location());
    assertEquals(
        "text\n",
        assertInstanceOf(Instruction.Copy.class, trigger).spec().documents().getFirst().body());
    assertEquals(2, trigger.location().firstLine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[\"a\", \"b\\n\\u0041\"] | false | 2",
        "[\"a\", ]               | true  | 1",
        "['a']                   | true  | 1",
        "[] x                    | true  | 1",
        "echo [\"a\"]            | true  | 1"
      })
  void takesMalformedJsonForTheShellForm(String arguments, boolean shell, int words) {
    var command = only(Instruction.Cmd.class, "CMD " + arguments).command();
    assertEquals(shell, command.isShellForm());
    assertEquals(words, command.words().size());
  }

  @Test
  void readsFlagsWithQuotesAndStopsAtTheFirstOtherWord() {
    var copy =
        only(
            Instruction.Copy.class,
            "COPY --chown='a b':c --link --exclude=*.o --exclude=x -- --from=y /z");
    assertEquals("a b:c", copy.spec().chown());
    assertTrue(copy.spec().link());
    assertEquals(List.of("*.o", "x"), copy.spec().excludes());
    assertEquals(List.of("--from=y"), copy.spec().sources());
    assertEquals("/z", copy.spec().destination());
  }

  @Test
  void readsBothFormsOfEnv() {
    assertEquals(
        List.of(new KeyValue("a", "b c  d")),
        only(Instruction.Env.class, "ENV a b c  d").variables());
    assertEquals(
        List.of(new KeyValue("a", "'b c'"), new KeyValue("d", "e\\ f")),
        only(Instruction.Env.class, "ENV a='b c' d=e\\ f").variables());
  }

  @Test
  void readsHealthChecks() {
    var spec =
        only(
                Instruction.HealthCheck.class,
                "HEALTHCHECK --interval=1m30s --start-period=1.5s --retries=3 CMD curl -f /")
            .spec();
    assertEquals(List.of("CMD-SHELL", "curl -f /"), spec.test());
    assertEquals(Duration.ofSeconds(90), spec.interval());
    assertEquals(Duration.ofMillis(1500), spec.startPeriod());
    assertEquals(3, spec.retries());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "RNU make                      | unknown instruction: RNU (did you mean RUN?)",
        "COPY a                        | COPY requires at least two arguments",
        "COPY --chon=a b c             | unknown flag: --chon (did you mean chown?)",
        "COPY --from b c               | missing a value on flag: --from",
        "COPY --from=a --from=b c d    | duplicate flag specified: --from",
        "COPY --link=maybe a b         | expecting boolean value for flag --link, not: maybe",
        "COPY a <<b                    | unterminated heredoc",
        "ADD --from=x a b              | unknown flag: --from",
        "CMD [\"a\", 1]                | arrays must be comprised of strings only",
        "SHELL /bin/sh                 | SHELL requires the arguments to be in JSON form",
        "ENV a                         | ENV must have two arguments",
        "ENV a=b c                     | can't find = in \"c\"",
        "LABEL =b                      | LABEL names can not be blank",
        "ARG                           | ARG requires at least one argument",
        "VOLUME [\"\"]                 | VOLUME specified can not be an empty string",
        "HEALTHCHECK --interval=1us CMD a | cannot be less than 1ms",
        "HEALTHCHECK TRY a             | unknown type \"TRY\" in HEALTHCHECK",
        "ONBUILD FROM a                | FROM isn't allowed as an ONBUILD trigger",
        "ONBUILD ONBUILD RUN a         | chaining ONBUILD",
        "RUN --network=mars a          | invalid network mode \"mars\"",
        "RUN --mount=from=$x,target=/y a | doesn't support variable expansion",
        "FROM a b                      | FROM requires either one or three arguments",
        "FROM a AS 1x                  | invalid name for build stage: \"1x\"",
        "WORKDIR --x /a                | unknown flag: --x"
      })
  void namesLineAndMistake(String instruction, String what) {
    var e = assertThrows(DockerfileException.class, () -> parse("FROM a\n\n" + instruction));
    assertTrue(e.getMessage().startsWith("Dockerfile:3: "), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
    assertEquals(3, e.line());
    assertEquals(instruction, e.instruction());
    assertEquals(FailureReason.DockerfileError, e.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | file with no instructions",
        "# only a comment          | file with no instructions",
        "ARG a                     | there is no FROM",
        "RUN a                     | the first instruction must be FROM",
        "# escape=x                | invalid escape token"
      })
  void refusesFilesWithoutAStage(String text, String what) {
    var e = assertThrows(DockerfileException.class, () -> parse(text));
    assertTrue(e.getMessage().startsWith("Dockerfile:1: "), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }

  @Test
  void refusesADirectiveThatIsRepeated() {
    var e = assertThrows(DockerfileException.class, () -> parse("#escape=`\n#escape=`\nFROM a"));
    assertEquals(2, e.line());
  }

  @Test
  void limitsLinesAndFiles() {
    var longest = "RUN " + "x".repeat(PhysicalLines.MAX_LINE_BYTES - 4);
    assertEquals(1, instructions(longest).size());
    assertThrows(DockerfileException.class, () -> instructions(longest + "x"));
    var large = "FROM a\n" + "#\n".repeat(PhysicalLines.MAX_FILE_BYTES / 2);
    assertThrows(DockerfileException.class, () -> parse(large));
  }

  @Test
  void refusesInstructionsThatAreNotUtf8() {
    var text = "FROM a\n# caf\u00e9\nRUN caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    var e = assertThrows(DockerfileException.class, () -> Dockerfile.parse("Dockerfile", text));
    assertEquals("Dockerfile:3: line is not valid UTF-8", e.getMessage());
  }
}
