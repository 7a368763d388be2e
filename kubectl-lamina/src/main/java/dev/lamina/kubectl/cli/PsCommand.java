package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.text.Human;
import dev.lamina.kubectl.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `ps [-a]`.
@Command(name = "ps", description = "List containers.")
class PsCommand extends Verb {
  private static final int COMMAND_WIDTH = 20;

  @Option(
      names = {"-a", "--all"},
      description = "Those that do not run, too.")
  private boolean all;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Those of all namespaces.")
  private boolean everywhere;

  @Option(names = "--no-trunc", description = "Whole ids and commands.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Names only, which stand for ids.")
  private boolean quiet;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var containers =
        Containers.of(cluster, everywhere).all().stream()
            .filter(container -> all || container.isRunning())
            .toList();
    if (output.isObjects()) {
      output.print(containers.stream().map(Container::object).toList(), console);
    } else if (quiet) {
      containers.forEach(container -> console.print(container.name()));
    } else {
      print(containers, console);
    }
    return 0;
  }

  private void print(List<Container> containers, Console console) {
    var titles = new ArrayList<String>();
    if (everywhere) {
      titles.add("NAMESPACE");
    }
    titles.addAll(
        List.of("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"));
    if (output.isWide()) {
      titles.add("NODE");
    }
    var table = new Table(titles.toArray(String[]::new));
    containers.forEach(container -> table.row(cells(container, console).toArray(String[]::new)));
    table.print(console.out());
  }

  private List<String> cells(Container container, Console console) {
    var cells = new ArrayList<String>();
    if (everywhere) {
      cells.add(container.namespace());
    }
    cells.addAll(
        List.of(
            whole ? container.id() : container.shortId(),
            container.image(),
            command(container),
            container.created().map(console::ago).orElse("N/A"),
            container.summary(console.now()),
            container.ports().stream()
                .map(Container.Port::summary)
                .collect(Collectors.joining(", ")),
            container.name()));
    if (output.isWide()) {
      cells.add(container.node());
    }
    return cells;
  }

  /// What the image says is not in a ContainerRun.
  private String command(Container container) {
    var line = container.command();
    if (line.isEmpty()) {
      return "";
    }
    return '"' + (whole ? line : Human.ellipsis(line, COMMAND_WIDTH)) + '"';
  }
}
