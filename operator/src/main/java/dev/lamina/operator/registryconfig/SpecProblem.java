package dev.lamina.operator.registryconfig;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryEntry;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a spec cannot be carried out, by no node and at no time.
///
/// @param reason for a condition
record SpecProblem(String reason, String message) {
  static Optional<SpecProblem> of(RegistryConfig config) {
    return config.getSpec().registries().stream().flatMap(SpecProblem::of).findFirst();
  }

  private static Stream<SpecProblem> of(RegistryEntry entry) {
    var field = "spec.registries[" + entry.prefix() + "]";
    if (entry.credentialsSecretRef() != null) {
      return Stream.of(
          new SpecProblem(
              FailureReason.NotSupported.name(),
              "not supported yet: " + field + ".credentialsSecretRef"));
    }
    return entry.mirrors().stream()
        .filter(mirror -> !isUrl(mirror))
        .map(mirror ->
            new SpecProblem(
                FailureReason.InvalidArgument.name(),
                "%s.mirrors: '%s' is not the URL of a host".formatted(field, mirror)));
  }

  private static boolean isUrl(String text) {
    try {
      return URI.create(text).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
