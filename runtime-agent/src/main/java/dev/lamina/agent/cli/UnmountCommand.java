package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `umount DIR`.
@Command(name = "umount", description = "Take away what `mount` mounted.")
final class UnmountCommand extends Verb {
  @Parameters(paramLabel = "DIR", description = "The directory that mount printed.")
  private Path directory = Path.of("");

  @Override
  int run(ApiClient agent, Console console) {
    agent.call("DELETE", "/v1/mounts?path=" + encoded(console.caller().absolute(directory)), null);
    return 0;
  }
}
