package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.gc.fsck.Finding;
import dev.lamina.agent.gc.fsck.Fsck;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fsck`.
@Command(
    name = "fsck",
    description = {
      "Read the whole store and tell what is damaged, a line for each finding.",
      "Exit status 1 when damage remains."
    })
final class FsckCommand extends PrintingVerb {
  @Option(
      names = "--repair",
      description =
          "Unpack damaged layers again; forget images that must be fetched again."
              + " What containers use is left alone.")
  private boolean isRepair;

  @Override
  int run(ApiClient agent, Console console) {
    var findings = new ArrayList<Finding>();
    var path = "/v1/fsck?repair=" + isRepair;
    var answer = agent.call("POST", path, null, event -> show(console, event, findings));
    var report = Json.read(answer, Fsck.Report.class);
    show(console, Json.tree(new Document(findings, report)), () -> print(console, report));
    return report.damaged() > 0 ? 1 : 0;
  }

  /// The document of `-o json`.
  private record Document(List<Finding> findings, Fsck.Report report) {}

  /// At once: a check takes its time.
  private void show(Console console, JsonNode event, List<Finding> findings) {
    var finding = Json.read(event, Finding.class);
    findings.add(finding);
    if (!isJson()) {
      console.print(
          "%s %s %s: %s (%s)"
              .formatted(
                  finding.outcome(),
                  finding.subject(),
                  finding.where(),
                  finding.why(),
                  finding.action()));
    }
  }

  private static void print(Console console, Fsck.Report report) {
    console.print(
        "checked %d blobs, %d layers, %d images: %d damaged, %d repaired"
            .formatted(
                report.blobs(),
                report.layers(),
                report.images(),
                report.damaged(),
                report.repaired()));
  }
}
