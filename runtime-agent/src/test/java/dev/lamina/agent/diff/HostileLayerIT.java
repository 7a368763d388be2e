package dev.lamina.agent.diff;

import static dev.lamina.agent.archive.RawTar.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers that try to leave their root, to hang the agent or to use it up.
class HostileLayerIT {
  private static final String CANARY = "untouched";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private Path outside;
  private LayerStack stack;

  /// Builds a layer that aims at a directory of the host.
  @FunctionalInterface
  interface Attack extends BiFunction<RawTar, String, RawTar> {}

  @BeforeEach
  void create() throws IOException {
    outside = Files.createDirectory(workspace.path().resolve("outside"));
    Files.writeString(outside.resolve("canary"), CANARY);
    Files.createDirectory(outside.resolve("empty"));
    stack = new LayerStack(Files.createDirectory(workspace.path().resolve("store")));
  }

  @AfterEach
  void nothingOutsideWasTouched() throws IOException {
    try (var files = Files.walk(outside)) {
      assertEquals(
          List.of("", "canary", "empty"),
          files.map(file -> outside.relativize(file).toString()).sorted().toList());
    }
    assertEquals(CANARY, Files.readString(outside.resolve("canary")));
    assertEquals(1, Files.getAttribute(outside.resolve("canary"), "unix:nlink"));
  }

  static Stream<Arguments> contained() {
    return Stream.of(
        attack("file through a link", (tar, to) -> tar.symbolicLink("l", to).file("l/x", "")),
        attack(
            "file over a link", (tar, to) -> tar.symbolicLink("l", to + "/canary").file("l", "")),
        attack(
            "file through a link that climbs",
            (tar, to) -> tar.symbolicLink("l", "../".repeat(30) + to).file("l/canary", "")),
        attack(
            "link through a link",
            (tar, to) -> tar.symbolicLink("a", to).symbolicLink("a/b", "/").file("a/b/x", "")),
        attack(
            "directory swapped by a link",
            (tar, to) -> tar.directory("d/").file("d/x", "").symbolicLink("d", to).file("d/x", "")),
        attack(
            "directory through a link", (tar, to) -> tar.symbolicLink("l", to).directory("l/x/")),
        attack("directory over a link", (tar, to) -> tar.symbolicLink("l", to).directory("l/")),
        attack(
            "metadata through a link",
            (tar, to) -> tar.symbolicLink("l", to).entry(header('5', "l/empty/", 0).mode(0))),
        attack("FIFO through a link", (tar, to) -> tar.symbolicLink("l", to).fifo("l/p")),
        attack(
            "whiteout through a link", (tar, to) -> tar.symbolicLink("l", to).whiteout("l/canary")),
        attack("opaque through a link", (tar, to) -> tar.symbolicLink("l", to).opaque("l")),
        attack(
            "hard link to a link, then written",
            (tar, to) ->
                tar.symbolicLink("l", to + "/canary").hardLink("h", "l").file("h", "changed")),
        attack("absolute name", (tar, to) -> tar.file(to + "/x", "")),
        attack("file in the way of a FIFO", (tar, to) -> tar.fifo("p").file("p", "")),
        attack("device in the way of a file", (tar, to) -> tar.entry(zero("z")).file("z", "x")));
  }

  @ParameterizedTest
  @MethodSource("contained")
  void staysInside(Attack attack) {
    stack.apply(attack.apply(new RawTar(), outside.toString()));
  }

  @ParameterizedTest
  @MethodSource("contained")
  void staysInsideAcrossLayers(Attack attack) {
    stack.apply(new RawTar().symbolicLink("l", outside.toString()).symbolicLink("a", "l"));
    stack.apply(attack.apply(new RawTar(), outside.toString()));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        attack("..", (tar, to) -> tar.file("../x", "")),
        attack(".. in the middle", (tar, to) -> tar.file("a/../../x", "")),
        attack(".. at the end", (tar, to) -> tar.directory("a/..")),
        attack("hard link to ..", (tar, to) -> tar.hardLink("h", "../" + to + "/canary")),
        attack("hard link to the host", (tar, to) -> tar.hardLink("h", to + "/canary")),
        attack(
            "hard link through a link",
            (tar, to) -> tar.symbolicLink("l", to).hardLink("h", "l/canary")),
        attack("hard link to nothing", (tar, to) -> tar.hardLink("h", "missing")),
        attack("hard link to a directory", (tar, to) -> tar.directory("d/").hardLink("h", "d")),
        attack("hard link to the root", (tar, to) -> tar.hardLink("h", "/")),
        attack("hard link to itself", (tar, to) -> tar.file("h", "").hardLink("h", "./h")),
        attack(
            "hard link into what it replaces",
            (tar, to) -> tar.directory("d/").file("d/f", "").hardLink("d", "d/f")),
        attack("hard link to a whiteout", (tar, to) -> tar.whiteout("w").hardLink("h", "w")),
        attack("link to nothing", (tar, to) -> tar.symbolicLink("l", "")),
        attack("links in a circle", (tar, to) -> circle(tar).file("a/x", "")),
        attack("child of a file", (tar, to) -> tar.file("f", "").file("f/x", "")),
        attack("root as a link", (tar, to) -> tar.symbolicLink("./", to)),
        attack("root as a file", (tar, to) -> tar.file("/", "")),
        attack("whiteout of .", (tar, to) -> tar.file("d/.wh..", "")),
        attack("whiteout of ..", (tar, to) -> tar.file(".wh...", "")),
        attack("whiteout of nothing", (tar, to) -> tar.file(".wh.", "")),
        attack("whiteout as a parent", (tar, to) -> tar.file(".wh.d/x", "")),
        attack("device 0/0", (tar, to) -> tar.entry(header('3', "w", 0).device(0, 0))),
        attack(
            "device 0/0 over a directory",
            (tar, to) -> tar.directory("w/").entry(header('3', "w", 0).device(0, 0))),
        attack(
            "component too long", (tar, to) -> tar.pax('x', "path", "x".repeat(256)).file("f", "")),
        attack(
            "capability of the wrong size",
            (tar, to) -> tar.pax('x', "SCHILY.xattr.security.capability", "x").file("f", "")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(Attack attack) {
    var tar = attack.apply(new RawTar(), outside.toString());

    var refused = assertThrows(AgentException.class, () -> stack.apply(tar));

    assertEquals(FailureReason.InvalidArchive, refused.reason(), refused::getMessage);
    assertTrue(refused.getMessage().contains("entry '"), refused::getMessage);
    assertEquals(1, refused.getMessage().lines().count());
  }

  /// Content is written later than names are made: the failure is still that of its entry.
  @Test
  void namesTheEntryThatFailed() {
    var tar = new RawTar();
    for (var i = 0; i < 100; i++) {
      if (i == 30) {
        tar.pax('x', "SCHILY.xattr.security.capability", "x");
      }
      tar.file("f" + i, "content");
    }

    var refused = assertThrows(AgentException.class, () -> stack.apply(tar));

    assertEquals(FailureReason.InvalidArchive, refused.reason(), refused::getMessage);
    assertTrue(refused.getMessage().contains("entry 'f30'"), refused::getMessage);
  }

  @Test
  void refusesMoreThanTheLimits() {
    var limits = ArchiveLimits.DEFAULT.withUncompressedBytes(20_000).withEntries(3);
    stack = new LayerStack(workspace.path().resolve("store"), limits);
    var large = new RawTar().file("f", "x".repeat(30_000));
    var many = new RawTar().file("a", "").file("b", "").file("c", "").file("d", "");
    var sparse = new RawTar();
    for (var name : List.of("a", "b")) {
      sparse
          .pax('x', "GNU.sparse.map", "0,1", "GNU.sparse.size", "15000")
          .entry(header('0', name, 1), "x");
    }

    for (var tar : List.of(large, many, sparse)) {
      var refused = assertThrows(AgentException.class, () -> stack.apply(tar));
      assertEquals(FailureReason.LimitExceeded, refused.reason(), refused::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 600, 1100, 1600})
  void refusesATruncatedLayer(int length) {
    var whole = new RawTar().file("a", "x".repeat(700)).file("b", "y").bytes();

    var refused =
        assertThrows(AgentException.class, () -> stack.apply(Arrays.copyOf(whole, length)));

    assertEquals(FailureReason.InvalidArchive, refused.reason());
  }

  /// Links that lead far down again and again cannot use up what the agent may have open.
  @Test
  void boundsTheWayThroughLinks() {
    var deep = "d/".repeat(400);
    var tar = new RawTar().pax('x', "path", deep).directory("d");
    var links = new StringBuilder();
    for (var i = 0; i < 30; i++) {
      tar.pax('x', "path", "l" + i, "linkpath", links + deep + "../".repeat(400))
          .symbolicLink("l", "l");
      links.append("l").append(i).append('/');
    }
    tar.file(links + "x", "");

    var refused = assertThrows(AgentException.class, () -> stack.apply(tar));

    assertEquals(FailureReason.InvalidArchive, refused.reason(), refused::getMessage);
  }

  private static RawTar circle(RawTar tar) {
    return tar.symbolicLink("a", "b").symbolicLink("b", "a");
  }

  private static RawTar.Header zero(String name) {
    return header('3', name, 0).device(1, 5);
  }

  private static Arguments attack(String name, Attack attack) {
    return arguments(named(name, attack));
  }
}
