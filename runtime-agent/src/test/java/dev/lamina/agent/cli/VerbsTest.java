package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.mirror.MirrorSettings;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Which verbs are put together for a command line.
class VerbsTest {
  private record NoAgent() implements Backend {
    @Override
    public ApiClient connect(GlobalOptions options) {
      throw new AssertionError("no verb runs");
    }

    @Override
    public void serve(
        GlobalOptions options, @Nullable Path kubeconfig, @Nullable MirrorSettings mirror) {
      throw new AssertionError("no verb runs");
    }
  }

  private static Set<String> verbs(String... arguments) {
    var root =
        new AgentCommand(new NoAgent(), new Console(System.out, System.err, new ProcessCaller()));
    var commandLine = new CommandLine(root);
    Verbs.addTo(commandLine, arguments);
    return commandLine.getSubcommands().keySet();
  }

  @Test
  void haveTheNamesOfTheirCommands() {
    Verbs.all()
        .forEach(
            (name, verb) -> assertEquals(name, verb.getAnnotation(Command.class).name(), name));
  }

  @Test
  void areTheOneThatIsAskedFor() {
    assertEquals(Set.of("tag"), verbs("tag", "images", "--help"));
    assertEquals(Set.of("tag"), verbs("--state-dir", "run", "tag"));
    assertEquals(Set.of("tag"), verbs("--state-dir=x", "tag"));
  }

  @Test
  void areAllWhereHelpIsAskedOrNoneIsKnown() {
    var all = Verbs.all().keySet();
    assertEquals(all, verbs());
    assertEquals(all, verbs("--help"));
    assertEquals(all, verbs("-h", "run"));
    assertEquals(all, verbs("imgaes", "run"));
    assertEquals(all, verbs("--state-dir", "run"));
  }
}
