package dev.lamina.agent.dockerfile.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.dockerfile.Dockerfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinterTest {
  /// `;` stands for a line end.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM b:1 AS Build              | 1 StageNameCasing: Stage name 'Build' should be lowercase",
        "FROM b:1 as x                  | 1 FromAsCasing: 'as' and 'FROM' keywords' casing do not match",
        "FROM b:1;run x;RUN y           | 2 ConsistentInstructionCasing: Command 'run' should match the case of the command majority (uppercase)",
        "from b:1;run x;RUN y           | 3 ConsistentInstructionCasing: Command 'RUN' should match the case of the command majority (lowercase)",
        "FROM b:1 AS a;FROM c:1 AS a    | 2 DuplicateStageName: Duplicate stage name \"a\", stage names should be unique",
        "FROM b:1 AS context            | 1 ReservedStageName: Stage name should not use the same name as reserved stage \"context\"",
        "FROM b:1;CMD x                 | 2 JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals",
        "FROM b:1;MAINTAINER x          | 2 MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label",
        "FROM b:1;WORKDIR a;WORKDIR b   | 2 WorkdirRelativePath: Relative workdir \"a\" can have unexpected results if the base image changes",
        "FROM b:1;ENV a b               | 2 LegacyKeyValueFormat: \"ENV key=value\" should be used instead of legacy \"ENV key value\" format",
        "FROM b:1;LABEL a b c           | 2 LegacyKeyValueFormat: \"LABEL key=value\" should be used instead of legacy \"LABEL key value\" format",
        "FROM b:1;ARG NPM_TOKEN         | 2 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG \"NPM_TOKEN\")",
        "ARG SECRET;FROM b:1            | 1 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG \"SECRET\")",
        "FROM --platform=$TARGETPLATFORM b:1 | 1 RedundantTargetPlatform: Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
        "FROM --platform=linux/amd64 b:1 | 1 FromPlatformFlagConstDisallowed: FROM --platform flag should not use constant value \"linux/amd64\"",
        "FROM b:1;EXPOSE 80/TCP         | 2 ExposeProtoCasing: Defined protocol '80/TCP' in EXPOSE instruction should be lowercase",
        "FROM b:1;EXPOSE 80:80          | 2 ExposeInvalidFormat: EXPOSE instruction should not define an IP address or host-port mapping, found '80:80'",
        "FROM b:1;RUN a \\;;  b         | 3 NoEmptyContinuation: Empty continuation line",
        "FROM b                         | 1 UnpinnedBaseImage: Base image \"b\" is another one tomorrow: name a version, or a digest",
        "FROM a.b:5000/c:latest         | 1 UnpinnedBaseImage: Base image \"a.b:5000/c:latest\" is another one tomorrow: name a version, or a digest",
        "FROM b:1;RUN apt-get install -y a | 2 AptListsNotRemoved: Package lists stay in the layer: end with rm -rf /var/lib/apt/lists/*",
        "FROM b:1;RUN apk add c a b     | 2 PackagesNotSorted: Packages of apk are easier to review in alphabetical order"
      })
  void remarks(String text, String expected) {
    assertEquals(List.of(expected), lint(text));
  }

  @Test
  void onlyTheLastOfSeveralCommandsCounts() {
    assertEquals(
        List.of(
            "2 MultipleInstructionsDisallowed: Multiple CMD instructions should not be used in the"
                + " same stage because only the last one will be used"),
        lint("FROM b:1;CMD [\"a\"];CMD [\"b\"]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM scratch;COPY a b;CMD [\"x\"]",
        "FROM b:1 AS a;FROM a;ENV A=b PUBLIC_KEY=x KEYBOARD=y;LABEL a=b",
        "FROM b@sha256:0123;SHELL [\"sh\", \"-c\"];CMD x",
        "ARG V=1;FROM b:$V;WORKDIR /a;WORKDIR b;EXPOSE 80/tcp $P",
        "FROM b:1;RUN apt-get update && apt-get install -y a b c && rm -rf /var/lib/apt/lists/*",
        "FROM b:1;RUN --mount=type=cache,target=/var/lib/apt apt-get install a",
        "from b:1 as a;run x"
      })
  void hasNothingToSayAboutWhatIsFine(String text) {
    assertEquals(List.of(), lint(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "skip=all                                  | 0 | false",
        "skip=MaintainerDeprecated;error=true      | 1 | true",
        "skip=maintainerdeprecated,StageNameCasing | 0 | false",
        "error=true                                | 2 | true",
        "skip=Unheard                              | 2 | false"
      })
  void aFileSaysWhatIsNotLookedAt(String directive, int left, boolean isError) {
    var checks = LintChecks.parse(directive);
    var lints = Linter.lint(Dockerfile.parse("f", "FROM b:1 AS A\nMAINTAINER x\n".getBytes(UTF_8)));
    assertEquals(left, checks.filter(lints).size());
    assertEquals(isError, checks.isError());
  }

  private static List<String> lint(String text) {
    var file = Dockerfile.parse("Dockerfile", text.replace(';', '\n').getBytes(UTF_8));
    return Linter.lint(file).stream()
        .map(lint -> "%d %s: %s".formatted(lint.line(), lint.rule(), lint.message()))
        .toList();
  }
}
