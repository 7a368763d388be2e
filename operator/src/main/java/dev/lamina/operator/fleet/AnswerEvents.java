package dev.lamina.operator.fleet;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.NodeRegistry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Wakes the reconciler of a kind when a node has answered an assignment of one of its objects, or
/// when nodes come and go.
///
/// Its objects are owners by the name `namespace/plural/name`, without a namespace where the kind
/// is of the whole cluster: two objects of different kinds may have the same name.
public final class AnswerEvents<P extends HasMetadata> {
  private final SimpleInboundEventSource<P> source = new SimpleInboundEventSource<>("answers");
  private final String plural;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  /// @param plural of the kind
  public AnswerEvents(String plural) {
    this.plural = plural;
  }

  public SimpleInboundEventSource<P> source() {
    return source;
  }

  /// The owner in the assignments of an object.
  public String owner(P object) {
    var metadata = object.getMetadata();
    var namespace = metadata.getNamespace() == null ? "" : metadata.getNamespace();
    return namespace + "/" + plural + "/" + metadata.getName();
  }

  /// The object is told when nodes come and go, until it is done.
  public void subscribe(P object) {
    waiting.add(owner(object));
  }

  public void unsubscribe(P object) {
    waiting.remove(owner(object));
  }

  /// A node has said something about its work, or by which registries it works.
  public void answered(ImageNode node) {
    var spec = node.getSpec();
    if (spec != null) {
      Stream.concat(spec.assignments().stream().map(Assignment::owner), registryOwners(spec))
          .filter(Objects::nonNull)
          .filter(owner -> owner.contains("/" + plural + "/"))
          .distinct()
          .forEach(this::wake);
    }
  }

  private static Stream<String> registryOwners(ImageNodeSpec spec) {
    return spec.registries() == null
        ? Stream.of()
        : spec.registries().entries().stream().map(NodeRegistry::owner);
  }

  public void membersChanged() {
    waiting.forEach(this::wake);
  }

  private void wake(String owner) {
    var parts = owner.split("/", -1);
    source.propagateEvent(new ResourceID(parts[2], parts[0].isEmpty() ? null : parts[0]));
  }

  /// The end of an assignment, if the node has told it.
  public static Optional<AssignmentResult> end(Optional<ImageNode> node, String id) {
    return node.map(ImageNode::getStatus)
        .flatMap(status ->
            status.results().stream()
                .filter(result -> result.id().equals(id) && result.isFinal())
                .findFirst());
  }
}
