package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.meta.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One watch per pull with a pod selector, limited to its namespace and selector by the API server:
/// a watch of all Pods would hold the largest kind of a cluster in memory for the sake of a few.
final class ApiPodNodes implements PodNodes {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final Map<String, PodWatch> watches = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  ApiPodNodes(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<View> view(ImagePull pull) {
    var nodes = pull.getSpec().nodes();
    var selector = nodes == null ? null : nodes.podSelector();
    if (selector == null) {
      forget(pull);
      return Optional.empty();
    }
    var watch =
        watches.compute(
            owner(pull),
            (owner, before) -> {
              if (before != null && before.isOf(selector) && !before.isBroken()) {
                return before;
              }
              if (before != null) {
                before.close();
              }
              return new PodWatch(owner, pull.getMetadata().getNamespace(), selector);
            });
    return Optional.of(watch.view());
  }

  @Override
  public void forget(ImagePull pull) {
    var watch = watches.remove(owner(pull));
    if (watch != null) {
      watch.close();
    }
  }

  private static String owner(ImagePull pull) {
    return pull.getMetadata().getNamespace() + "/" + pull.getMetadata().getName();
  }

  private static io.fabric8.kubernetes.api.model.LabelSelector selector(LabelSelector selector) {
    return new LabelSelectorBuilder()
        .withMatchLabels(selector.matchLabels())
        .withMatchExpressions(
            selector.matchExpressions().stream()
                .map(want ->
                    new LabelSelectorRequirement(want.key(), want.operator().name(), want.values()))
                .toList())
        .build();
  }

  /// The Pods of one selector.
  private final class PodWatch implements ResourceEventHandler<Pod> {
    private final String owner;
    private final LabelSelector selector;
    private final SharedIndexInformer<Pod> informer;
    private volatile @Nullable String failure;
    private volatile boolean wasShown;

    PodWatch(String owner, String namespace, LabelSelector selector) {
      this.owner = owner;
      this.selector = selector;
      informer =
          client
              .pods()
              .inNamespace(namespace)
              .withLabelSelector(selector(selector))
              .runnableInformer(0);
      informer.addEventHandler(this);
      var _ = informer.start().whenComplete((started, problem) -> started(problem));
    }

    private void started(@Nullable Throwable problem) {
      if (problem != null) {
        var cause = problem.getCause() == null ? problem : problem.getCause();
        failure =
            "the Pods of spec.nodes.podSelector cannot be read, does the operator have the right to"
                + " list and watch pods? "
                + cause.getMessage();
      }
      changed();
    }

    boolean isOf(LabelSelector other) {
      return selector.equals(other);
    }

    /// It has said why, and is worth another try.
    boolean isBroken() {
      return failure != null ? wasShown : informer.hasSynced() && !informer.isRunning();
    }

    View view() {
      var problem = failure;
      if (problem != null) {
        wasShown = true;
        return new View(null, problem);
      }
      return informer.hasSynced() ? View.of(nodes()) : View.READING;
    }

    private Set<String> nodes() {
      return informer.getStore().list().stream()
          .flatMap(pod -> node(pod).stream())
          .collect(Collectors.toSet());
    }

    /// Where it runs, or is about to.
    private static Optional<String> node(Pod pod) {
      var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
      var hasEnded = phase != null && ENDED.contains(phase);
      return hasEnded || pod.getSpec() == null
          ? Optional.empty()
          : Optional.ofNullable(pod.getSpec().getNodeName());
    }

    private void changed() {
      listeners.forEach(listener -> listener.accept(owner));
    }

    @Override
    public void onAdd(Pod pod) {
      if (informer.hasSynced() && node(pod).isPresent()) {
        changed();
      }
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (!Objects.equals(node(before), node(after))) {
        changed();
      }
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      changed();
    }

    void close() {
      informer.close();
    }
  }
}
