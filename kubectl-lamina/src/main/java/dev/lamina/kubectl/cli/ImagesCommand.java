package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.text.Human;
import dev.lamina.kubectl.text.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `images [REPOSITORY[:TAG]]`.
@Command(name = "images", description = "List images.")
class ImagesCommand extends Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "Only those of this name.")
  private @Nullable String name;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Those of all namespaces.")
  private boolean everywhere;

  @Option(names = "--digests", description = "Also the digests of the manifests.")
  private boolean digests;

  @Option(names = "--no-trunc", description = "Whole ids.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Ids only.")
  private boolean quiet;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description = "Only those: dangling=true or dangling=false.")
  private @Nullable String filter;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var rows = Images.of(cluster, everywhere).rows().stream().filter(this::isMeant).toList();
    if (output.isObjects()) {
      output.print(rows.stream().map(ImageRow::object).toList(), console);
    } else if (quiet) {
      rows.forEach(row -> console.print(id(row)));
    } else {
      print(rows, console);
    }
    return 0;
  }

  private boolean isMeant(ImageRow row) {
    var fits =
        switch (filter) {
          case null -> true;
          case "dangling=true" -> row.reference().isEmpty();
          case "dangling=false" -> row.reference().isPresent();
          default ->
              throw new Failure(
                  FailureReason.InvalidArgument,
                  "--filter '" + filter + "': want dangling=true or dangling=false");
        };
    return fits && (name == null || hasName(row, ImageName.parse(name)));
  }

  private static boolean hasName(ImageRow row, ImageName wanted) {
    return wanted.isBare()
        ? row.repository().equals(withoutTag(wanted.familiar()))
        : row.reference().filter(wanted.candidates()::contains).isPresent();
  }

  private static String withoutTag(String familiar) {
    return familiar.substring(0, familiar.length() - ImageName.LATEST.length() - 1);
  }

  private void print(List<ImageRow> rows, Console console) {
    var titles = new ArrayList<String>();
    add(titles, everywhere, "NAMESPACE");
    titles.addAll(List.of("REPOSITORY", "TAG"));
    add(titles, digests, "DIGEST");
    titles.addAll(List.of("IMAGE ID", "CREATED", "SIZE"));
    add(titles, output.isWide(), "NODES", "CONTAINERS");
    var table = new Table(titles.toArray(String[]::new));
    rows.forEach(row -> table.row(cells(row, console).toArray(String[]::new)));
    table.print(console.out());
  }

  private List<String> cells(ImageRow row, Console console) {
    var cells = new ArrayList<String>();
    add(cells, everywhere, row.namespace());
    cells.addAll(List.of(row.repository(), row.tag()));
    add(cells, digests, row.digest());
    cells.add(id(row));
    cells.add(row.created().map(console::ago).orElse("N/A"));
    cells.add(Human.size(row.bytes()));
    add(cells, output.isWide(), Integer.toString(row.nodes()), Integer.toString(row.containers()));
    return cells;
  }

  private static void add(List<String> cells, boolean isShown, String... further) {
    if (isShown) {
      cells.addAll(List.of(further));
    }
  }

  private String id(ImageRow row) {
    return whole ? row.imageId() : row.shortId();
  }
}
