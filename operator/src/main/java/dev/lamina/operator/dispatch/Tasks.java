package dev.lamina.operator.dispatch;

import dev.lamina.crds.nodetask.NodeTask;
import java.util.List;
import java.util.Map;

/// The NodeTasks as reconcilers see and change them.
///
/// Reads come from a cache and may lag behind writes; that does no harm, because the name of a task
/// is derived from what it stands for and creating it twice is creating it once.
public interface Tasks {
  /// The tasks of one ImageBuild or ContainerRun, the oldest attempt first.
  List<NodeTask> ownedBy(String ownerUid);

  List<NodeTask> inNamespace(String namespace);

  /// How many tasks are at work or waiting, by node.
  Map<String, Integer> atWorkByNode();

  void create(NodeTask task);

  /// Asks the agent to give the task up; one-way, and done once however often it is asked.
  void cancel(NodeTask task);

  /// Whether the container of the task should exist without running.
  void setStop(NodeTask task, boolean stop);

  void delete(NodeTask task);
}
