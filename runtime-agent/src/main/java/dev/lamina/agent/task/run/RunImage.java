package dev.lamina.agent.task.run;

import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.pull.PullPolicy;

/// How the image of a Run is had.
///
/// @param access the credentials that came with the order
public record RunImage(PullPolicy policy, RegistryAccess access) {}
