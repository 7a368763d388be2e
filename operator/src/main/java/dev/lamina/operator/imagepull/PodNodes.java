package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which nodes run the Pods that `spec.nodes.podSelector` means.
interface PodNodes {
  /// No pull has a pod selector.
  PodNodes NONE =
      new PodNodes() {
        @Override
        public Optional<View> view(ImagePull pull) {
          return Optional.empty();
        }

        @Override
        public void forget(ImagePull pull) {}

        @Override
        public void onChange(Consumer<String> listener) {}
      };

  /// What is known now; empty if the pull has no pod selector. The first call for a selector begins
  /// to watch.
  Optional<View> view(ImagePull pull);

  /// Nobody asks for this pull any more.
  void forget(ImagePull pull);

  /// Calls back with the owner (`namespace/name`) whose nodes have changed, in any thread.
  void onChange(Consumer<String> listener);

  /// What is known.
  ///
  /// @param nodes absent as long as it is not known
  /// @param problem why it is not known
  record View(@Nullable Set<String> nodes, String problem) {
    static final View READING = new View(null, "reading the Pods of spec.nodes.podSelector");

    static View of(Set<String> nodes) {
      return new View(Set.copyOf(nodes), "");
    }
  }
}
