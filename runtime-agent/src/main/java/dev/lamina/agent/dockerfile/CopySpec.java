package dev.lamina.agent.dockerfile;

import java.util.List;

/// What COPY and ADD have in common.
///
/// @param sources paths, wildcards or URLs
/// @param documents here-documents that become files
/// @param chown `user[:group]`, empty when not given
/// @param chmod octal or symbolic mode, empty when not given
public record CopySpec(
    List<String> sources,
    List<Heredoc> documents,
    String destination,
    String chown,
    String chmod,
    boolean link,
    List<String> excludes) {
  public CopySpec {
    sources = List.copyOf(sources);
    documents = List.copyOf(documents);
    excludes = List.copyOf(excludes);
  }
}
