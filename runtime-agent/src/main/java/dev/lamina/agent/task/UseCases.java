package dev.lamina.agent.task;

import dev.lamina.agent.metadata.Journal;
import dev.lamina.agent.metadata.PinStore;
import dev.lamina.agent.task.build.BuildWork;
import dev.lamina.agent.task.pull.PullWork;
import dev.lamina.agent.task.run.RunContainers;
import dev.lamina.agent.task.store.StoreWork;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import dev.lamina.crds.sealing.SealingKeys;
import java.util.function.Supplier;

/// What the agent can do for the cluster, and where it keeps what it has begun.
///
/// @param keys what secrets for this node are sealed to
public record UseCases(
    BuildWork builds,
    RunContainers containers,
    PullWork pulls,
    StoreWork images,
    StoreFigures store,
    Journal journal,
    PinStore pins,
    Supplier<NodeInventoryStatus> inventory,
    SealingKeys keys,
    RegistryAdoption registries) {}
