package dev.lamina.kubectl.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.search.FakeRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SearchCommandTest {
  private final CommandFixture line = new CommandFixture(new FakeCluster());

  @Test
  void aRegistryIsSearchedPageByPage() throws IOException {
    try (var registry = new FakeRegistry()) {
      var host = registry.host();
      var gap = " ".repeat(host.length());
      line.run("search", host + "/web")
          .prints(
              "NAME" + gap + "        DESCRIPTION   STARS   OFFICIAL",
              host + "/team/web                 0",
              host + "/web                      0");
    }
  }

  @Test
  void tagsAreListedWithATokenOfTheRegistry() throws IOException {
    try (var registry = new FakeRegistry()) {
      var host = registry.host();
      var gap = " ".repeat(host.length());
      line.run("search", "--list-tags", host + "/web")
          .prints("NAME" + gap + "   TAG", host + "/web   1", host + "/web   2");
    }
  }

  @Test
  void aRegistryThatIsNotThereIsAFailure() {
    var result = line.run("search", "127.0.0.1:1/web");
    assertTrue(result.err().startsWith("error: RegistryUnavailable: 127.0.0.1:1 "), result::err);
  }
}
