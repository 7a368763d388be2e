package dev.lamina.agent.build.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.DockerfileException;
import dev.lamina.agent.dockerfile.Mount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final Platform PLATFORM = new Platform("linux", "amd64", null, null);
  private static final Instant BASE_TIME = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LAYER_TIME = Instant.parse("2026-02-02T00:00:00Z");

  private static final String BASE_CONFIG =
      """
      {"architecture": "amd64", "os": "linux", "created": "2020-01-01T00:00:00Z",
       "config": {"Env": ["A=1", "B=2"], "Cmd": ["base"], "WorkingDir": "/w", "User": "u",
                  "Labels": {"k": "v"}, "OnBuild": ["RUN trigger", "COPY --from=tools /t /t"]},
       "rootfs": {"type": "layers", "diff_ids": ["%s"]},
       "history": [{"created": "2020-01-01T00:00:00Z", "created_by": "base layer"}]}
      """
          .formatted(Digest.sha256(new byte[] {1}));

  private static Optional<BaseImage> images(String name) {
    if (name.equals("missing")) {
      return Optional.empty();
    }
    var config = OciJson.config(BASE_CONFIG.getBytes(StandardCharsets.UTF_8));
    return Optional.of(
        new BaseImage(name, new Digest("sha256", "ab".repeat(32)), config, stack(layer(1, null))));
  }

  private static Layer layer(int seed, @Nullable Instant createdAt) {
    var digest = Digest.sha256(new byte[] {(byte) seed});
    return new Layer(
        new DiffId(digest), new Descriptor(MediaTypes.OCI_LAYER_GZIP, digest, 1), 1, createdAt);
  }

  private static LayerStack stack(Layer... layers) {
    return new LayerStack(List.of(layers));
  }

  private static Plan plan(String text, @Nullable String target, Map<String, String> arguments) {
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var request =
        new PlanRequest(
            target, arguments, PLATFORM, NetworkMode.BRIDGE, Set.of(), NamedContexts.NONE);
    return Planner.plan(file, request, PlannerTest::images);
  }

  private static Plan plan(String text) {
    return plan(text, null, Map.of());
  }

  private static List<String> names(Plan plan) {
    return plan.vertices().stream().map(Vertex::name).toList();
  }

  private static ImageConfig config(String text, Layer... layers) {
    return plan(text).draft().finish(stack(layers), Map.of(), null);
  }

  private static List<String> history(ImageConfig config) {
    return config.history().stream()
        .map(entry -> entry.createdBy() + (entry.emptyLayer() ? "" : " *"))
        .toList();
  }

  @Test
  void plansOnlyTheStagesTheTargetNeeds() {
    var plan =
        plan(
            """
            FROM missing AS unused
            RUN nothing
            FROM scratch AS tools
            COPY t /t
            FROM scratch AS result
            COPY --from=tools /t /t
            FROM missing
            """,
            "RESULT",
            Map.of());
    assertEquals(
        List.of("[tools 1/1] COPY t /t", "[result 1/1] COPY --from=tools /t /t"), names(plan));
    var copy = plan.vertices().get(1);
    assertEquals(List.of(plan.vertices().getFirst()), copy.sources());
    assertEquals(Optional.empty(), copy.parent());
  }

  @Test
  void independentStagesDoNotDependOnEachOther() {
    var plan =
        plan(
            """
            FROM scratch AS a
            COPY a /a
            FROM scratch AS b
            COPY b /b
            FROM scratch
            COPY --from=a /a /a
            COPY --from=b /b /b
            """);
    assertEquals(List.of(), plan.vertices().get(0).inputs());
    assertEquals(List.of(), plan.vertices().get(1).inputs());
    assertEquals(2, plan.vertices().get(3).inputs().size());
  }

  @Test
  void inheritsTheConfigOfTheBase() {
    var config =
        config("FROM scratch AS tools\nCOPY t /t\nFROM base\nENV B=3 C=4", l1(), l2(), l3());
    assertEquals(
        List.of("A=1", "B=3", "PATH=" + ImageDraft.DEFAULT_PATH, "C=4"), config.config().env());
    assertEquals("u", config.config().user());
    assertEquals("/w", config.config().workingDir());
    assertEquals(Map.of("k", "v"), config.config().labels());
    assertEquals(null, config.config().onBuild());
  }

  @Test
  void runsTheTriggersOfTheBaseAndCopiesFromTheStagesTheyName() {
    var plan = plan("FROM scratch AS tools\nCOPY t /t\nFROM base\nRUN own");
    assertEquals(
        List.of(
            "[tools 1/1] COPY t /t",
            "[stage-1 1/4] FROM base",
            "[stage-1 2/4] ONBUILD RUN trigger",
            "[stage-1 3/4] ONBUILD COPY --from=tools /t /t",
            "[stage-1 4/4] RUN own"),
        names(plan));
  }

  @Test
  void triggersOfAStageRunInItsChildOnly() {
    var plan =
        plan(
            """
            FROM scratch AS parent
            ONBUILD COPY x /x
            FROM parent AS child
            FROM child
            COPY y /y
            """);
    assertEquals(List.of("[child 1/1] ONBUILD COPY x /x", "[stage-2 1/1] COPY y /y"), names(plan));
  }

  @Test
  void writesTheHistoryOfBuildKit() {
    var config =
        config(
            """
            FROM scratch
            ARG A=1 B
            ENV E=$A
            RUN echo "x"
            COPY --chown=1:2 --chmod=644 a b /d/
            WORKDIR sub
            WORKDIR /
            CMD run "it"
            ENTRYPOINT ["/e", "a\\"b"]
            EXPOSE 80 53/udp
            VOLUME /v /w
            USER me
            LABEL k="v w"
            STOPSIGNAL 9
            SHELL ["/bin/bash", "-c"]
            HEALTHCHECK --interval=90s CMD probe
            MAINTAINER someone
            ONBUILD RUN later
            """,
            l1(),
            l2(),
            l3());
    assertEquals(
        List.of(
            "ARG A=1 B",
            "ENV E=1",
            "RUN |2 A=1 B= /bin/sh -c echo \"x\" # buildkit *",
            "COPY --chown=1:2 --chmod=644 a b /d/ # buildkit *",
            "WORKDIR /sub *",
            "WORKDIR /",
            "CMD [\"/bin/sh\" \"-c\" \"run \\\"it\\\"\"]",
            "ENTRYPOINT [\"/e\" \"a\\\"b\"]",
            "EXPOSE [53/udp 80/tcp]",
            "VOLUME [/v /w]",
            "USER me",
            "LABEL k=v w",
            "STOPSIGNAL 9",
            "SHELL [/bin/bash -c]",
            "HEALTHCHECK {Test:[CMD-SHELL probe] Interval:1m30s Timeout:0s StartPeriod:0s"
                + " StartInterval:0s Retries:0}",
            "MAINTAINER someone"),
        history(config));
    assertEquals("someone", config.author());
    assertEquals(List.of("RUN later"), config.config().onBuild());
  }

  @Test
  void datesTheHistoryByTheLayers() {
    var config =
        config(
            "FROM scratch AS tools\nCOPY t /t\nFROM base\nUSER x\nRUN y\nUSER z",
            l1(),
            l2(),
            l3(),
            l4());
    var dates = config.history().stream().map(ImageConfig.History::created).toList();
    assertEquals(BASE_TIME, dates.getFirst());
    assertEquals(List.of(LAYER_TIME, LAYER_TIME), dates.subList(dates.size() - 2, dates.size()));
    assertEquals(LAYER_TIME, config.created());
  }

  @Test
  void entrypointDropsAnInheritedCommandOnly() {
    assertEquals(
        null,
        config("FROM scratch AS tools\nCOPY t /\nFROM base\nENTRYPOINT e", l1(), l2(), l3())
            .config()
            .cmd());
    assertEquals(List.of("c"), config("FROM scratch\nCMD [\"c\"]\nENTRYPOINT e").config().cmd());
  }

  @Test
  void stageFromStageContinuesItsVariablesAndShell() {
    var plan =
        plan(
            """
            FROM scratch AS one
            ARG X=arg
            SHELL ["/s"]
            FROM one
            RUN echo
            """);
    var run = assertInstanceOf(Op.Run.class, plan.vertices().getFirst().op());
    assertEquals(List.of("/s", "echo"), run.args());
    assertTrue(run.env().contains("X=arg"));
  }

  @Test
  void proxyArgumentsAreNoVariables() {
    var plan = plan("FROM scratch\nRUN x", null, Map.of("HTTP_PROXY", "http://p"));
    var run = assertInstanceOf(Op.Run.class, plan.vertices().getFirst().op());
    assertEquals(List.of("HTTP_PROXY=http://p", "http_proxy=http://p"), run.proxyEnv());
    assertEquals(List.of("PATH=" + ImageDraft.DEFAULT_PATH), run.env());
  }

  @Test
  void aSingleHeredocIsTheScriptOfTheShell() {
    var one = plan("FROM scratch\nRUN <<-EOF\n\techo a\n\techo b\nEOF\n");
    assertEquals(
        List.of("/bin/sh", "-c", "echo a\necho b\n"),
        assertInstanceOf(Op.Run.class, one.vertices().getFirst().op()).args());
    assertEquals("[1/1] RUN <<-EOF (echo a...)", one.vertices().getFirst().name());
    var more = plan("FROM scratch\nRUN cat <<A <<B\na\nA\nb\nB\n");
    assertEquals(
        List.of("/bin/sh", "-c", "cat <<A <<B\na\nA\nb\nB"),
        assertInstanceOf(Op.Run.class, more.vertices().getFirst().op()).args());
  }

  @Test
  void aHeredocWithAnInterpreterLineIsAProgram() {
    var plan = plan("FROM scratch\nRUN <<EOF\n#!/bin/x -e\n$a\nEOF\n");
    var run = assertInstanceOf(Op.Run.class, plan.vertices().getFirst().op());
    assertEquals(List.of("/dev/pipes/EOF"), run.args());
    assertEquals(List.of(new RunMount.Script("/dev/pipes/EOF", "#!/bin/x -e\n$a\n")), run.mounts());
  }

  @Test
  void mountsReadFromStagesAndFromPartsOfTheContext() {
    var plan =
        plan(
            """
            FROM scratch AS tools
            COPY t /t
            FROM scratch
            WORKDIR /w
            ARG D=/cache
            RUN --mount=from=tools,source=t/,target=in --mount=src=a*b,target=/c \
              --mount=type=cache,target=$D --mount=type=secret,id=x/y x
            """);
    var vertex = plan.vertices().getLast();
    var run = assertInstanceOf(Op.Run.class, vertex.op());
    assertEquals(
        List.of(
            new RunMount.Bind(new Origin.Input(0), "/t", "/w/in", true),
            new RunMount.Bind(new Origin.Input(1), "/a*b", "/c", true),
            new RunMount.Cache(
                "/cache",
                "/cache",
                Mount.Sharing.SHARED,
                false,
                Origin.NOTHING,
                "/",
                false,
                0,
                0,
                0755),
            new RunMount.Secret("x/y", "/run/secrets/y", null, 0400, 0, 0, false)),
        run.mounts());
    assertEquals(plan.vertices().getFirst(), vertex.sources().getFirst());
    var context = assertInstanceOf(Op.Copy.class, vertex.sources().getLast().op());
    assertEquals(List.of(new Op.CopySource.Local("/a\\*b")), context.sources());
  }

  @Test
  void namedContextsTakeThePlaceOfStagesAndImages() {
    var contexts =
        new NamedContexts(
            Map.of(
                "build", new NamedContexts.Target.Files("build"),
                "missing", new NamedContexts.Target.Image("other")));
    var text =
        """
        FROM nowhere AS build
        RUN make
        FROM docker.io/library/missing:latest
        COPY --from=build /o /o
        """;
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var request = new PlanRequest(null, Map.of(), PLATFORM, NetworkMode.BRIDGE, Set.of(), contexts);
    var plan = Planner.plan(file, request, PlannerTest::images);
    assertEquals("[build 1/1] FROM context build", plan.vertices().getFirst().name());
    var copy = assertInstanceOf(Op.Copy.class, plan.vertices().getFirst().op());
    assertEquals(new Origin.Context("build"), copy.origin());
    assertTrue(plan.vertices().get(1).name().contains("FROM other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/d   | /w/x  | /d",
        "d    | /w/x  | /w/x/d",
        "d/   | /w/x  | /w/x/d/",
        ".    | /w/x  | /w/x/",
        "./.  | /w/x  | /w/x/",
        "../y | /w/x  | /w/y",
        "/    | /w/x  | /"
      })
  void resolvesTheDestination(String written, String workingDir, String expected) {
    var plan = plan("FROM scratch\nWORKDIR %s\nCOPY a %s".formatted(workingDir, written));
    var copy = assertInstanceOf(Op.Copy.class, plan.vertices().getLast().op());
    assertEquals(expected, copy.destination());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "FROM missing                        | ImageNotFound   | image \"missing\" is not in the store",
        "FROM scratch; RUN --mount=target=/ y | DockerfileError | invalid mount target",
        "FROM scratch; RUN --security=insecure x | NotSupported | --security=insecure",
        "FROM scratch; RUN --mount=type=x y  | DockerfileError | unsupported mount type",
        "FROM scratch; RUN --network=host x  | NotSupported    | --network=host",
        "FROM scratch; RUN []                | DockerfileError | RUN needs a command",
        "FROM scratch; COPY --exclude=[ a b  | DockerfileError | --exclude: syntax error",
        "FROM scratch; COPY http://a/b c     | DockerfileError | source can't be a URL for COPY",
        "FROM scratch; ADD git@a:b c         | DockerfileError | only https is supported",
        "FROM scratch; ADD http://a/b.git c  | DockerfileError | only https is supported",
        "FROM scratch; ADD --checksum=x a b  | DockerfileError | checksum requires HTTP(S)",
        "FROM scratch; COPY --chmod=8 a b    | DockerfileError | invalid chmod parameter",
        "FROM scratch; COPY --from=$x a b    | DockerfileError | variable expansion is not supported",
        "FROM scratch; COPY --from=7 a b     | DockerfileError | invalid stage index 7",
        "FROM scratch; COPY --from=0 a b     | DockerfileError | circular dependency",
        "FROM scratch; EXPOSE x              | DockerfileError | invalid port",
        "FROM scratch; STOPSIGNAL no         | DockerfileError | invalid signal: no",
        "FROM --platform=linux/riscv64 scratch | NotSupported  | builds for linux/amd64 only"
      })
  void refusesAndNamesTheLine(String text, FailureReason reason, String what) {
    var e = assertThrows(DockerfileException.class, () -> plan(text.replace("; ", "\n")));
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
    assertEquals(text.contains(";") && !what.startsWith("circular") ? 2 : 1, e.line());
  }

  @Test
  void keepsAnAbsoluteWorkingDirectoryAsWritten() {
    assertEquals("/a/../b/", config("FROM scratch\nWORKDIR /a/../b/", l1()).config().workingDir());
    assertEquals(
        "/b/c",
        config("FROM scratch\nWORKDIR /a/../b/\nWORKDIR c/.", l1(), l2()).config().workingDir());
  }

  @Test
  void statesTheSourceDate() {
    var text = "ARG SOURCE_DATE_EPOCH=1000\nFROM scratch\nUSER x";
    var plan = plan(text, null, Map.of("SOURCE_DATE_EPOCH", "2000"));
    assertEquals(Instant.ofEpochSecond(2000), plan.epoch());
    var config = plan(text).draft().finish(LayerStack.EMPTY, Map.of(), plan(text).epoch());
    assertEquals(Instant.ofEpochSecond(1000), config.created());
    assertEquals(Instant.ofEpochSecond(1000), config.history().getFirst().created());
    var wrong = Map.of("SOURCE_DATE_EPOCH", "yesterday");
    assertThrows(AgentException.class, () -> plan(text, null, wrong));
  }

  @Test
  void refusesToCopyFromALaterStage() {
    var text = "FROM scratch AS first\nCOPY --from=later a b\nFROM scratch AS later\nCOPY x y";
    var e = assertThrows(DockerfileException.class, () -> plan(text, "first", Map.of()));
    assertEquals(
        "Dockerfile:2: cannot copy from stage \"later\", it needs to be defined before current"
            + " stage \"first\"",
        e.getMessage());
  }

  @Test
  void namesAnUnknownTarget() {
    var e = assertThrows(AgentException.class, () -> plan("FROM scratch", "nope", Map.of()));
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertTrue(e.getMessage().contains("nope"));
  }

  private static Layer l1() {
    return layer(1, null);
  }

  private static Layer l2() {
    return layer(2, LAYER_TIME);
  }

  private static Layer l3() {
    return layer(3, LAYER_TIME);
  }

  private static Layer l4() {
    return layer(4, LAYER_TIME);
  }
}
