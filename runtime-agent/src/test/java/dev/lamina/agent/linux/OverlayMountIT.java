package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayMountIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 120, 400})
  void showsEveryLayer(int count) throws IOException {
    var layers = new ArrayList<Path>();
    for (var i = 0; i < count; i++) {
      var layer = directory("layers/an-ordinary-layer-with-a-rather-long-directory-name-" + i);
      Files.writeString(layer.resolve("file-" + i), "");
      Files.writeString(layer.resolve("top"), "layer " + i);
      layers.addFirst(layer);
    }
    var target = mountWritable(layers);
    try (var names = Files.list(target)) {
      assertEquals(count + 1, names.count());
    }
    assertEquals("layer " + (count - 1), Files.readString(target.resolve("top")));
  }

  @Test
  void moreLayersThanTheKernelAllowsIsAClearError() {
    var layers = Collections.nCopies(501, workspace.path());
    var failure = assertThrows(AgentException.class, () -> OverlayMount.readOnly(layers));
    assertEquals(FailureReason.LimitExceeded, failure.reason());
    assertTrue(failure.getMessage().contains("501"), failure::getMessage);
  }

  @Test
  void whiteoutHidesAndOpaqueDirectoryReplaces() throws IOException {
    var lower = directory("lower");
    Files.createDirectory(lower.resolve("opaque"));
    Files.writeString(lower.resolve("opaque/old"), "");
    Files.writeString(lower.resolve("gone"), "");
    var upper = directory("middle");
    try (var layer = Directory.open(upper)) {
      layer.createWhiteout("gone");
      layer.createDirectory("opaque", 0755);
      layer.inode("opaque").setXattr("trusted.overlay.opaque", new byte[] {'y'});
    }
    Files.writeString(upper.resolve("opaque/new"), "");

    var target = directory("target");
    OverlayMount.readOnly(List.of(upper, lower)).mount(target);

    assertFalse(Files.exists(target.resolve("gone")));
    assertFalse(Files.exists(target.resolve("opaque/old")));
    assertTrue(Files.exists(target.resolve("opaque/new")));
  }

  @Test
  void upperDirectoryIsACompleteLayerByItself() throws IOException {
    var lower = directory("lower");
    Files.createDirectory(lower.resolve("dir"));
    Files.writeString(lower.resolve("dir/file"), "content");
    Files.writeString(lower.resolve("plain"), "content");
    var target = mountWritable(List.of(lower));

    Files.setPosixFilePermissions(target.resolve("plain"), Set.of());
    assertThrows(
        FileSystemException.class,
        () ->
            Files.move(
                target.resolve("dir"), target.resolve("moved"), StandardCopyOption.ATOMIC_MOVE),
        "a redirect would point into the layer below");

    try (var upper = Directory.open(workspace.path().resolve("upper"))) {
      assertEquals(7, upper.find("plain").orElseThrow().size());
      assertEquals(
          List.of(),
          upper.inode("plain").xattrNames().stream()
              .filter(name -> name.equals("trusted.overlay.metacopy"))
              .toList());
    }
  }

  @Test
  void readOnlyOverlayRefusesWrites() throws IOException {
    var target = directory("target");
    OverlayMount.readOnly(List.of(directory("a"), directory("b"))).mount(target);
    assertThrows(FileSystemException.class, () -> Files.createFile(target.resolve("f")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"comma,colon:back", "space and\ttab"})
  void oddNamesAreTakenAsTheyAre(String name) throws IOException {
    var lower = directory(name);
    Files.writeString(lower.resolve("f"), "");
    assertTrue(Files.exists(mountWritable(List.of(lower)).resolve("f")));
  }

  @Test
  void pathLongerThanAnOptionValueIsMountedByDescriptor() throws IOException {
    var lower = directory("x".repeat(200) + "/" + "y".repeat(200));
    Files.writeString(lower.resolve("f"), "");
    assertTrue(Files.exists(mountWritable(List.of(lower)).resolve("f")));
  }

  @Test
  void kernelsOwnWordsAreInTheMessage() throws IOException {
    try (var context = FileSystemContext.open("overlay")) {
      var failure = assertThrows(LinuxException.class, () -> context.set("bogus", "1"));
      assertTrue(failure.getMessage().contains("Unknown parameter 'bogus'"), failure::getMessage);
    }
  }

  @Test
  void missingLayerIsNamed() throws IOException {
    var missing = workspace.path().resolve("missing");
    var overlay = OverlayMount.readOnly(List.of(directory("a"), missing));
    var failure =
        assertThrows(LinuxException.class, () -> overlay.mount(workspace.path().resolve("a")));
    assertTrue(failure.isNotFound());
    assertTrue(failure.getMessage().contains(missing.toString()), failure::getMessage);
  }

  @Test
  void classicMountShowsTheSame() throws IOException {
    var lower = directory("a,b:c");
    Files.writeString(lower.resolve("f"), "");
    var target = directory("target");
    var overlay =
        OverlayMount.writable(
            List.of(lower, directory("d")), directory("up,per"), directory("work"));
    ClassicOverlay.mount(overlay, Map.of("index", "off"), target);
    assertTrue(Files.exists(target.resolve("f")));
  }

  @Test
  void classicMountOfTooManyLayersSaysWhatIsMissing() throws IOException {
    var overlay = OverlayMount.readOnly(Collections.nCopies(200, directory("layer")));
    var failure =
        assertThrows(
            AgentException.class, () -> ClassicOverlay.mount(overlay, Map.of(), workspace.path()));
    assertEquals(FailureReason.KernelUnsupported, failure.reason());
  }

  @Test
  void thisKernelTakesLayersOneByOne() {
    assertTrue(OverlayProbe.takesLayersOneByOne());
  }

  private Path mountWritable(List<Path> lowers) throws IOException {
    var target = directory("target");
    OverlayMount.writable(lowers, directory("upper"), directory("work")).mount(target);
    return target;
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(workspace.path().resolve(name));
  }
}
