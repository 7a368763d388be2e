package dev.lamina.agent.registry;

/// How much of a hostile registry's answers is read.
///
/// Header bytes of an answer are bounded by the JDK (`jdk.http.maxHeaderSize`, 384 KiB).
///
/// @param documentBytes of a manifest, index, config or list; the distribution-spec asks for 4 MiB
/// @param tokenBytes of a token server's answer
/// @param errorBytes of an error's body, and of it what is shown is cleaned and cut
/// @param redirects followed in a row
/// @param pages of a list of tags
public record RegistryLimits(
    int documentBytes, int tokenBytes, int errorBytes, int redirects, int pages) {
  public static final RegistryLimits DEFAULT =
      new RegistryLimits(4 << 20, 1 << 20, 64 << 10, 5, 100);
}
