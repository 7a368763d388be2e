/// The composition root of the agent: [AgentMain] reads the command line, [AgentConfig] says where
/// everything lies, [StateDirectory] owns the state directory and its lock, [SealingKeyFile] the
/// keys in it, and `Agent` puts the rooms together by hand. Rooms never look back at it.
@NullMarked
package dev.lamina.agent;

import org.jspecify.annotations.NullMarked;
