package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageScopeTest {
  private static final Map<String, String> AUTOMATIC = Map.of("TARGETARCH", "amd64");

  /// Dispatches ARG and ENV of the only stage and returns its scope.
  private static StageScope scopeOf(String text, Map<String, String> buildArguments) {
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var scope = new StageScope(GlobalScope.of(file, AUTOMATIC, buildArguments), '\\');
    for (var instruction : file.stages().getFirst().instructions()) {
      switch (scope.expand(instruction)) {
        case Instruction.Arg arg -> scope.declare(arg);
        case Instruction.Env env -> env.variables().forEach(v -> scope.set(v.key(), v.value()));
        default -> {}
      }
    }
    return scope;
  }

  @Test
  void choosesTheValueOfAnArgument() {
    var text =
        "ARG g=global\nFROM a\nARG g\nARG d=default\nARG b=default n\nARG TARGETARCH\nARG e=";
    var scope = scopeOf(text, Map.of("b", "built", "undeclared", "x"));
    assertEquals(
        Map.of("g", "global", "d", "default", "b", "built", "TARGETARCH", "amd64", "e", ""),
        scope.environment());
    assertEquals(
        List.of("g=global", "d=default", "b=built", "n=", "TARGETARCH=amd64", "e="),
        scope.declaredArguments());
  }

  @Test
  void laterArgumentWithValueReplacesEnv() {
    assertEquals("2", scopeOf("FROM a\nENV x=1\nARG x=2", Map.of()).get("x").orElseThrow());
    assertEquals("1", scopeOf("FROM a\nARG x=2\nENV x=1", Map.of()).get("x").orElseThrow());
    assertEquals("1", scopeOf("FROM a\nENV x=1\nARG x", Map.of()).get("x").orElseThrow());
  }

  @Test
  void wordsOfOneEnvSeeTheValuesBeforeIt() {
    var scope = scopeOf("FROM a\nENV x=old\nENV x=new y=$x\nENV z=$x", Map.of());
    assertEquals(Map.of("x", "new", "y", "old", "z", "new"), scope.environment());
  }

  @Test
  void argumentsOfOneLineSeeEachOther() {
    assertEquals("1", scopeOf("FROM a\nARG x=1 y=$x", Map.of()).get("y").orElseThrow());
  }

  @Test
  void childInheritsWithoutSharing() {
    var scope = scopeOf("FROM a\nARG x=1", Map.of());
    var child = scope.child();
    child.set("y", "2");
    assertEquals("1", child.get("x").orElseThrow());
    assertTrue(scope.get("y").isEmpty());
    assertEquals(List.of("x=1"), child.declaredArguments());
  }

  @Test
  void expandsImagesWithGlobalArguments() {
    var text = "ARG T=1\nARG U=$T.2\nFROM --platform=linux/$TARGETARCH base:$U\nFROM $none";
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var globals = GlobalScope.of(file, AUTOMATIC, Map.of("T", "9"));
    assertEquals("base:9.2", globals.image(file.stages().getFirst().from()));
    assertEquals("linux/amd64", globals.platform(file.stages().getFirst().from()).orElseThrow());
    var e =
        assertThrows(DockerfileException.class, () -> globals.image(file.stages().get(1).from()));
    assertEquals("Dockerfile:4: base name ($none) should not be blank", e.getMessage());
  }

  @Test
  void expandsTheContentOfUnquotedHeredocs() {
    var text = "FROM a\nCOPY <<x <<'y' /\n'$v' \\$v\nx\n$v\ny\n";
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var scope = scopeOf("FROM a\nENV v=1", Map.of());
    var copy =
        assertInstanceOf(
            Instruction.Copy.class,
            scope.expand(file.stages().getFirst().instructions().getFirst()));
    assertEquals("'1' $v\n", copy.spec().documents().getFirst().content());
    assertEquals("$v\n", copy.spec().documents().get(1).content());
  }

  @Test
  void readsMounts() {
    var text =
        "FROM a\nRUN --mount=type=cache,target=/c/$v,sharing=locked,uid=5"
            + " --mount=type=tmpfs,dst=/t,size=1.5m --mount=src=/s,target=/b,rw x";
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var run =
        assertInstanceOf(Instruction.Run.class, file.stages().getFirst().instructions().getFirst());
    var mounts = scopeOf("FROM a\nENV v=1", Map.of()).mounts(run);
    assertEquals("/c/1", mounts.getFirst().target());
    assertEquals(Mount.Sharing.LOCKED, mounts.getFirst().sharing());
    assertEquals(1536 * 1024, mounts.get(1).sizeLimit());
    assertEquals(Mount.Type.BIND, mounts.get(2).type());
    assertEquals(List.of(false, false, false), mounts.stream().map(Mount::readOnly).toList());
    assertNull(mounts.get(2).from());
  }

  @Test
  void refusesMountKeysOfOtherTypes() {
    var scope = scopeOf("FROM a", Map.of());
    for (var mount :
        List.of("type=bnd", "size=1m", "type=cache,required", "sharing=locked", "uid=1", "x=y")) {
      var text = "FROM a\nRUN --mount=%s,target=/t x".formatted(mount);
      var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
      var run =
          assertInstanceOf(
              Instruction.Run.class, file.stages().getFirst().instructions().getFirst());
      assertThrows(DockerfileException.class, () -> scope.mounts(run), mount);
    }
  }
}
