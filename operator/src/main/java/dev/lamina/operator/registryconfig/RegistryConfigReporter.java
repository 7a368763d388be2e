package dev.lamina.operator.registryconfig;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryConfigStatus;
import dev.lamina.crds.registryconfig.RegistryEntry;
import dev.lamina.operator.status.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// From what nodes say to the status of a RegistryConfig; pure.
record RegistryConfigReporter(RegistryConfig config, Instant now) {
  private static final int MOST_PREFIXES = 5;

  /// Of one that cannot be carried out at all.
  RegistryConfigStatus refuse(SpecProblem problem) {
    return with(0, Adoption.NONE, Health.stalled(problem.reason(), problem.message()));
  }

  /// Of one whose certificates are not there: nothing changes until they are.
  RegistryConfigStatus waiting(Claims claims, Adoption adoption, String reason, String message) {
    return with(
        claims.granted().size(),
        adoption,
        Health.progressing(reason, message + "; until then nodes keep what they have"));
  }

  RegistryConfigStatus report(Claims claims, Adoption adoption) {
    return with(claims.granted().size(), adoption, health(claims, adoption));
  }

  private static Health health(Claims claims, Adoption adoption) {
    var nodes = claims.granted().size();
    var objection = claims.objection();
    if (objection.isPresent()) {
      return Health.stalled(objection.get().reason(), objection.get().message());
    }
    if (!adoption.refused().isEmpty()) {
      var first = adoption.refused().getFirst();
      return Health.stalled(
          FailureReason.InvalidArgument.name(),
          "node %s leaves %s out: %s".formatted(first.node(), first.prefix(), first.message()));
    }
    if (nodes == 0) {
      return Health.ready("NoNodes", "no node is meant by spec.nodeSelector");
    }
    var told = "%d of %d nodes work by it".formatted(adoption.adopted(), nodes);
    return adoption.adopted() < nodes
        ? Health.progressing("Adopting", told)
        : Health.ready("Adopted", told + overridden(adoption));
  }

  private static String overridden(Adoption adoption) {
    return adoption.overridden().isEmpty()
        ? ""
        : "; the settings files of %d, %s for one, go before some of it"
            .formatted(adoption.overridden().size(), adoption.overridden().first());
  }

  private RegistryConfigStatus with(int nodes, Adoption adoption, Health health) {
    var generation = Optional.ofNullable(config.getMetadata().getGeneration()).orElse(0L);
    return new RegistryConfigStatus(
        generation,
        nodes,
        adoption.adopted(),
        prefixes(),
        adoption.refused(),
        health.conditions(conditions(), generation, now));
  }

  private String prefixes() {
    var all = config.getSpec().registries();
    var first =
        all.stream()
            .limit(MOST_PREFIXES)
            .map(RegistryEntry::prefix)
            .collect(Collectors.joining(", "));
    return all.size() <= MOST_PREFIXES
        ? first
        : first + " and " + (all.size() - MOST_PREFIXES) + " more";
  }

  private List<Condition> conditions() {
    return config.getStatus() == null ? List.of() : config.getStatus().conditions();
  }
}
