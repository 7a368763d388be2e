package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.nodetask.NodeTask;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The API server as the agent of one node may use it. Every request may throw a
/// [ClusterException].
public interface NodeApi extends AutoCloseable {
  /// Delivers every state of the node's own ImageNode until [#close], the present one first. An
  /// object that does not exist, or no longer does, is not told of: one waits for it. Returns at
  /// once and survives outages, expired resource versions and restarts of the API server.
  ///
  /// @param listener must not block; called by one thread at a time
  void watchNode(Consumer<ImageNode> listener);

  Optional<NodeTask> getTask(TaskKey key);

  /// Applies a merge patch to `status`.
  ///
  /// @return false if there is no such NodeTask
  boolean patchTaskStatus(TaskKey key, ObjectNode patch);

  /// Applies a merge patch to `status` of the node's own ImageNode.
  ///
  /// @return false if there is none
  boolean patchNodeStatus(ObjectNode patch);

  /// Applies a merge patch to `status` of the node's NodeInventory, which is made when it is not
  /// there, with the same owner as `node`.
  void patchInventory(ImageNode node, ObjectNode patch);

  /// Says that the agent is alive, see [dev.lamina.crds.meta.Lamina#agentLease].
  void renewLease(Instant now);

  @Override
  void close();
}
