package dev.lamina.agent.container.bundle;

import java.util.List;

/// Who a container's process is.
///
/// @param groups all of them, the primary one first
/// @param home what HOME is unless the environment says otherwise
record ContainerUser(int uid, int gid, List<Integer> groups, String home) {
  ContainerUser {
    groups = List.copyOf(groups);
  }
}
