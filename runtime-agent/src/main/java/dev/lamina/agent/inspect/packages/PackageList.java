package dev.lamina.agent.inspect.packages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is installed in an image.
///
/// @param distribution absent where the image does not say one
/// @param packages by format and name
/// @param notes why the list may not be whole; empty where nothing stood in the way
public record PackageList(
    @Nullable Distribution distribution, List<InstalledPackage> packages, List<String> notes) {
  public PackageList {
    packages = List.copyOf(packages);
    notes = List.copyOf(notes);
  }
}
