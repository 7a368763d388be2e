package dev.lamina.agent.container;

import java.util.List;
import java.util.Map;

/// What a container gets at a start and that is never written to disk: the bundle of one that gets
/// anything is in memory.
///
/// @param env `NAME=value`, after that of the spec
/// @param files by the path of the mount that shows them, then by name
public record StartContent(List<String> env, Map<String, Map<String, byte[]>> files) {
  public static final StartContent NONE = new StartContent(List.of(), Map.of());

  public StartContent {
    env = List.copyOf(env);
    files = Map.copyOf(files);
  }

  boolean isEmpty() {
    return env.isEmpty() && files.isEmpty();
  }

  /// Names only: what is in it is for nobody's log.
  @Override
  public String toString() {
    return "StartContent[" + env.size() + " variables, files at " + files.keySet() + "]";
  }
}
