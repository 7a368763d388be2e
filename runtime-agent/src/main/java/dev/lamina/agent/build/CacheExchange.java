package dev.lamina.agent.build;

import dev.lamina.agent.build.cache.CacheExport;
import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.build.cache.CacheResult;
import dev.lamina.agent.build.cache.CacheSource;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one build takes from caches in registries and brings there. That a registry does not answer
/// is a step that failed, and no reason for the build to do so.
final class CacheExchange {
  private final BuildStore store;
  private final CacheRegistries registries;
  private final BuildRequest request;
  private final LeaseStore.Lease lease;
  private final List<CacheSource> sources = new ArrayList<>();

  CacheExchange(
      BuildStore store, CacheRegistries registries, BuildRequest request, LeaseStore.Lease lease) {
    this.store = store;
    this.registries = registries;
    this.request = request;
    this.lease = lease;
  }

  List<CacheSource> sources(BuildProgress progress) {
    if (!request.execution().noCache()) {
      request.caches().from().forEach(reference -> load(reference, progress));
    }
    return List.copyOf(sources);
  }

  private void load(Reference reference, BuildProgress progress) {
    var place =
        new CacheSource.Place(
            store.content(),
            store.snapshotter(),
            store.unpacker(),
            store.metadata(),
            request.tenant(),
            lease);
    attempt(
        progress.start("importing cache from " + reference),
        step -> {
          var found = CacheSource.load(registries, request.caches(), reference, place);
          found.ifPresent(sources::add);
          var count = found.map(source -> source.keys().size()).orElse(0);
          step.log(false, count + " results are there");
        });
  }

  /// Nothing is uploaded where everything is there.
  void export(Map<Digest, CacheResult> results, BuildProgress progress) {
    var to = request.caches().to();
    if (to == null || results.isEmpty() || has(to, results)) {
      return;
    }
    attempt(
        progress.start("exporting cache to " + to),
        step -> {
          var repository = registries.registries().open(to, request.caches().access());
          new CacheExport(store.content(), lease).run(results, repository, to);
        });
  }

  private boolean has(Reference to, Map<Digest, CacheResult> results) {
    return sources.stream()
        .anyMatch(
            source -> source.reference().equals(to) && source.keys().containsAll(results.keySet()));
  }

  @FunctionalInterface
  private interface Work {
    void on(BuildProgress.Step step);
  }

  private static void attempt(BuildProgress.Step step, Work work) {
    try {
      work.on(step);
      step.finish();
    } catch (AgentException e) {
      step.log(true, "the build goes on without: " + e.getMessage());
      step.fail(e);
      if (e.reason() == FailureReason.Cancelled) {
        throw e;
      }
    }
  }
}
