package dev.lamina.agent.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "/a/b/c", "./a/b/c", "a//b/./c/", "a/b/c/."})
  void findsTheComponents(String text) {
    assertEquals(new LayerPath(List.of("a", "b"), "c"), LayerPath.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", ".", "./", "//."})
  void knowsTheRoot(String text) {
    assertTrue(LayerPath.of(text).isRoot());
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../a", "a/..", "a/../b", "/..", "./..", ".wh.d/f"})
  void refusesWhatIsNoPlace(String text) {
    var refused = assertThrows(AgentException.class, () -> LayerPath.of(text));

    assertEquals(FailureReason.InvalidArchive, refused.reason());
  }

  @Test
  void measuresNamesInBytes() {
    assertEquals("é".repeat(127), LayerPath.of("é".repeat(127)).name());
    assertThrows(AgentException.class, () -> LayerPath.of("é".repeat(128)));
  }

  @Test
  void tellsWhiteoutsFromFiles() {
    assertEquals(new EntryName.Plain("f"), EntryName.of("f"));
    assertEquals(new EntryName.Plain(".whatever"), EntryName.of(".whatever"));
    assertEquals(new EntryName.Removal("f"), EntryName.of(".wh.f"));
    assertEquals(new EntryName.Removal("..f"), EntryName.of(".wh...f"));
    assertEquals(new EntryName.Opaque(), EntryName.of(".wh..wh..opq"));
    assertEquals(new EntryName.AufsMetadata(), EntryName.of(".wh..wh.plnk"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
  void refusesWhiteoutsOfNothing(String name) {
    assertThrows(AgentException.class, () -> EntryName.of(name));
  }
}
