package dev.lamina.operator.dispatch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;

/// Wakes the reconciler of a kind when a NodeTask of one of its objects changes.
public interface TaskEvents<P extends HasMetadata> {
  List<EventSource<?, P>> sources();

  static <P extends HasMetadata> TaskEvents<P> of(String ownerKind, TaskStore tasks) {
    return () -> {
      var source = new SimpleInboundEventSource<P>("tasks");
      tasks.onChange(task ->
          Owners.of(task)
              .filter(owner -> owner.getKind().equals(ownerKind))
              .map(owner -> new ResourceID(owner.getName(), task.getMetadata().getNamespace()))
              .ifPresent(source::propagateEvent));
      return List.of(source);
    };
  }
}
