package dev.lamina.agent.build.cache;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.registry.RegistryAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How caches in registries are reached.
///
/// @param maxLayerBytes larger ones are passed over
public record CacheRegistries(Registries registries, Admission admission, long maxLayerBytes) {
  /// Says whether the node takes what a reference stands for.
  @FunctionalInterface
  public interface Admission {
    /// Returns if it does.
    ///
    /// @throws dev.lamina.agent.failure.AgentException `TrustDenied`
    void admit(Reference name, Digest digest, Manifest manifest);
  }

  /// What one build takes from registries and brings there.
  ///
  /// @param from looked in, in this order
  /// @param to absent for nowhere
  public record Wanted(List<Reference> from, @Nullable Reference to, RegistryAccess access) {
    public static final Wanted NOTHING = new Wanted(List.of(), null, RegistryAccess.ANONYMOUS);

    public Wanted {
      from = List.copyOf(from);
    }
  }
}
