package dev.lamina.operator.nodes;

import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what is news from what is a heartbeat.
///
/// @param answered called when the node has said something about its work
/// @param changed called with its name when the node came, went, or shows something else
record NewsHandler<T extends HasMetadata>(
    Consumer<T> answered,
    Consumer<String> changed,
    BiPredicate<T, T> isAnswer,
    BiPredicate<T, T> isChange)
    implements ResourceEventHandler<T> {

  static NewsHandler<ImageNode> ofImageNodes(Consumer<ImageNode> answered, Runnable changed) {
    return new NewsHandler<>(
        answered,
        name -> changed.run(),
        (before, after) ->
            !results(before).equals(results(after))
                || !Objects.equals(registries(before), registries(after)),
        (before, after) -> !Fitness.member(before, null).equals(Fitness.member(after, null)));
  }

  static NewsHandler<Node> ofNodes(Runnable changed) {
    return new NewsHandler<>(
        node -> {},
        name -> changed.run(),
        (before, after) -> false,
        (before, after) ->
            !Fitness.labels(before).equals(Fitness.labels(after))
                || Fitness.isSilent(before) != Fitness.isSilent(after)
                || !Fitness.taints(before).equals(Fitness.taints(after)));
  }

  static NewsHandler<ImageNode> ofInventories(Consumer<String> changed) {
    return new NewsHandler<>(
        node -> {},
        changed,
        (before, after) -> false,
        (before, after) -> !Objects.equals(inventoryHash(before), inventoryHash(after)));
  }

  private static @Nullable String inventoryHash(ImageNode node) {
    var store = node.getStatus() == null ? null : node.getStatus().store();
    return store == null ? null : store.inventoryHash();
  }

  private static @Nullable AdoptedRegistries registries(ImageNode node) {
    return node.getStatus() == null ? null : node.getStatus().registries();
  }

  private static List<AssignmentResult> results(ImageNode node) {
    return node.getStatus() == null ? List.of() : node.getStatus().results();
  }

  @Override
  public void onAdd(T added) {
    changed.accept(added.getMetadata().getName());
  }

  @Override
  public void onUpdate(T before, T after) {
    if (isAnswer.test(before, after)) {
      answered.accept(after);
    }
    if (isChange.test(before, after)) {
      changed.accept(after.getMetadata().getName());
    }
  }

  @Override
  public void onDelete(T removed, boolean finalStateUnknown) {
    changed.accept(removed.getMetadata().getName());
  }
}
