package dev.lamina.crds.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static final String UID = "5a1d0e9e-0000-4000-8000-000000000001";
  private final TaskName names = new TaskName("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  @Test
  void theSameWorkHasTheSameId() {
    assertEquals(
        AssignmentId.of('b', UID, 3, "attempt-1"), AssignmentId.of('b', UID, 3, "attempt-1"));
  }

  @Test
  void otherWorkHasAnotherId() {
    var ids =
        Stream.of(
                AssignmentId.of('b', UID, 3, "attempt-1"),
                AssignmentId.of('b', UID, 3, "attempt-2"),
                AssignmentId.of('b', UID, 4, "attempt-1"),
                AssignmentId.of('b', "other", 3, "attempt-1"))
            .collect(Collectors.toSet());
    assertEquals(4, ids.size());
  }

  @Test
  void anIdFitsIntoTheSchema() {
    assertTrue(AssignmentId.of('r', UID, Long.MAX_VALUE, "attempt-1").matches("r-[a-z2-7]{22}"));
  }

  @Test
  void aTaskNameIsThatOfItsOwnerAndTenCharacters() {
    assertTrue(names.of("web", UID, 1, 1).matches("web-[a-z2-7]{10}"));
    assertEquals(names.of("web", UID, 1, 1), names.of("web", UID, 1, 1));
    var others = Set.of(names.of("web", UID, 1, 2), names.of("web", UID, 2, 1));
    assertTrue(others.size() == 2 && !others.contains(names.of("web", UID, 1, 1)));
  }

  @Test
  void aShortKeyIsRefused() {
    var key = new byte[15];
    assertThrows(IllegalArgumentException.class, () -> new TaskName(key));
  }

  @ParameterizedTest
  @CsvSource({"f, my", "fo, mzxq", "foo, mzxw6", "foob, mzxw6yq", "fooba, mzxw6ytb"})
  void base32FollowsTheRfc(String text, String encoded) {
    assertEquals(encoded, Base32.encode(text.getBytes(StandardCharsets.UTF_8)));
  }
}
