package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.inspect.packages.PackageList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sbom [--format FORM] REF`, as `docker sbom` has it.
@Command(name = "sbom", description = "The packages of an image: its software bill of materials.")
final class SbomCommand extends Verb {
  private static final String TABLE = "table";

  @Parameters(paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "table, cyclonedx-json or spdx-json (default: ${DEFAULT-VALUE}).")
  private String format = TABLE;

  @Override
  int run(ApiClient agent, Console console) {
    var image = "/v1/images/" + encoded(reference);
    if (format.equals(TABLE)) {
      print(console, agent.call("GET", image + "/packages", null));
    } else {
      var bill = agent.call("GET", image + "/sbom?format=" + encoded(format), null);
      console.print(Json.pretty(bill));
    }
    return 0;
  }

  private static void print(Console console, JsonNode answer) {
    var list = Json.read(answer, PackageList.class);
    var table = new Table("NAME", "VERSION", "TYPE");
    for (var installed : list.packages()) {
      table.row(installed.name(), installed.version(), installed.format().type());
    }
    table.print(console);
    list.notes().forEach(note -> console.err().println("warning: " + Human.printable(note)));
  }
}
