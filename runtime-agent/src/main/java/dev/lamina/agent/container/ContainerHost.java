package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleWriter;
import dev.lamina.agent.container.runtime.Conmon;
import dev.lamina.agent.container.runtime.ControlGroups;
import dev.lamina.agent.container.runtime.OciRuntime;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.Networks;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What containers and steps are run with on this node. The programs are looked for when the first
/// one is needed: an agent that only pulls does without.
public final class ContainerHost {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerHost.class);

  private final ContainersConfig config;
  private final ContainerLayout layout;
  private final Networks networks;
  private final ControlGroups groups;
  private @Nullable OciRuntime runtime;
  private @Nullable Conmon conmon;
  private @Nullable BundleWriter bundles;

  private ContainerHost(
      ContainersConfig config, ContainerLayout layout, Networks networks, ControlGroups groups) {
    this.config = config;
    this.layout = layout;
    this.networks = networks;
    this.groups = groups;
  }

  public static ContainerHost open(ContainersConfig config, Networks networks) {
    try {
      var layout = ContainerLayout.create(config.stateDirectory(), config.runDirectory());
      return new ContainerHost(config, layout, networks, ControlGroups.ofNode());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "creating the directories of containers: " + e.getMessage(),
          e);
    }
  }

  /// What containers are run with, for people.
  ///
  /// @throws AgentException `RuntimeUnavailable` when it is not installed
  public String runtimeName() {
    return runtime().name();
  }

  /// @throws AgentException `RuntimeUnavailable` when it is not installed
  synchronized OciRuntime runtime() {
    var found = runtime;
    if (found == null) {
      found = OciRuntime.find(config.runtime(), layout.runtimeState(), groups);
      if (!found.filtersSystemCalls()) {
        LOG.warn("{} has no seccomp: containers make system calls unfiltered", found.name());
      }
      runtime = found;
    }
    return found;
  }

  /// The runtime as it knows a container.
  OciRuntime runtime(String id) {
    return runtime().at(layout.runtimeState(id));
  }

  /// @throws AgentException `RuntimeUnavailable` when it is not installed
  synchronized Conmon conmon() {
    var found = conmon;
    if (found == null) {
      found = Conmon.find(groups, config.cgroupParent() + "-conmon");
      conmon = found;
    }
    return found;
  }

  synchronized BundleWriter bundles() {
    var present = bundles;
    if (present == null) {
      present = new BundleWriter(groups.isUnified(), runtime().filtersSystemCalls());
      bundles = present;
    }
    return present;
  }

  ContainerLayout layout() {
    return layout;
  }

  Networks networks() {
    return networks;
  }

  ControlGroups groups() {
    return groups;
  }

  Clock clock() {
    return config.clock();
  }

  /// The control group of a container or step.
  String cgroup(String id) {
    return config.cgroupParent() + "/" + id;
  }
}
