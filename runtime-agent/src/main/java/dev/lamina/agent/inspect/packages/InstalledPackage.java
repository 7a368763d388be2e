package dev.lamina.agent.inspect.packages;

import org.jspecify.annotations.Nullable;

/// A package as its package manager lists it.
///
/// @param version with epoch and revision, as the package manager compares it
/// @param source name of the package it was built from, where that is another one
/// @param license as the package says it, which is seldom an SPDX expression
public record InstalledPackage(
    PackageFormat format,
    String name,
    String version,
    @Nullable String architecture,
    @Nullable String source,
    @Nullable String license) {
  /// A longer text is cut.
  static final int LONGEST_TEXT = 256;

  static @Nullable String cut(@Nullable String text) {
    return text == null || text.isEmpty()
        ? null
        : text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }
}
