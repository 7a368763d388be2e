package dev.lamina.kubectl.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.kubectl.failure.Failure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySearchTest {
  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "is-official=true, nginx",
    "is-official=false, bitnami/nginx",
    "is-automated=true, bitnami/nginx",
    "stars=1000, nginx"
  })
  void filtersLetThroughWhatTheySay(String filter, String name) {
    var search = new RegistrySearch(null, registry.uri());
    var found = search.hub("nginx", 25, Filters.parse(List.of(filter)));
    assertEquals(List.of(name), found.stream().map(FoundRepository::name).toList());
  }

  @Test
  void theLimitHoldsAfterTheFilters() {
    var search = new RegistrySearch(null, registry.uri());
    assertEquals(1, search.hub("nginx", 1, found -> true).size());
  }

  @ParameterizedTest
  @CsvSource({"stars=many", "is-official=perhaps", "color=red"})
  void aFilterThatCannotBeIsNamed(String filter) {
    var failure = assertThrows(Failure.class, () -> Filters.parse(List.of(filter)));
    assertEquals("InvalidArgument", failure.reason());
  }

  @Test
  void anAnswerThatIsNoneIsAFailure() {
    var search = new RegistrySearch(null, registry.uri());
    var failure = assertThrows(Failure.class, () -> search.hub("x", 1, found -> true));
    assertEquals("NotFound", failure.reason());
  }
}
