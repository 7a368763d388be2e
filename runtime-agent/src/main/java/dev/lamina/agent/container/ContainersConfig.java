package dev.lamina.agent.container;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Where and with what containers are run.
///
/// @param stateDirectory survives a reboot
/// @param runDirectory does not
/// @param runtime `crun`, `runc` or a path; absent = what is installed
/// @param cgroupParent control group that the containers' groups are made in. It lies outside the
///   agent's own, so that containers outlive the agent; conmon lives in another one beside it
public record ContainersConfig(
    Path stateDirectory,
    Path runDirectory,
    @Nullable String runtime,
    String cgroupParent,
    Clock clock) {
  public static final String CGROUP_PARENT = "/lamina";
}
