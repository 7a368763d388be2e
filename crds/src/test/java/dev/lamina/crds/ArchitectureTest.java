package dev.lamina.crds;

import static java.util.Map.entry;

import dev.lamina.crds.architecture.ArchitectureContract;
import java.util.Map;
import java.util.Set;

/// The rooms of the contract: a kind never uses another kind, except NodeTask, which reports in the
/// records of the kinds it works for.
class ArchitectureTest extends ArchitectureContract {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("failure", rooms("")),
          entry("schema", rooms("")),
          entry("meta", rooms("schema")),
          entry("imagebuild", rooms("failure meta schema")),
          entry("imagepull", rooms("meta schema")),
          entry("containerrun", rooms("meta schema")),
          entry("imagenode", rooms("imagerecord meta schema")),
          entry("nodeinventory", rooms("meta schema")),
          entry("image", rooms("meta schema")),
          entry("imagerecord", rooms("meta schema")),
          entry("imageprune", rooms("meta schema")),
          entry("imageprunepolicy", rooms("imageprune meta schema")),
          entry("imagecopy", rooms("meta schema")),
          entry("registryconfig", rooms("meta schema")),
          entry("nodetask", rooms("containerrun imagebuild meta schema")),
          entry("payload", rooms("containerrun imagebuild meta schema")),
          entry("sealing", rooms("meta")),
          entry("assignment", rooms("")));

  ArchitectureTest() {
    super("dev.lamina.crds", MAY_USE, Map.of(), Set.of());
  }
}
