/// Networks of containers: a bridge of Lamina's own by CNI plugins, and published ports.
///
/// [dev.lamina.agent.network.Networks] is the entry. A network namespace is a file below the run
/// directory that the kernel's namespace is mounted on, so it exists before the container and
/// outlives the agent. The plugins `bridge`, `host-local`, `portmap` and `loopback` connect it;
/// addresses are handed out from a private subnet.
///
/// What is about to be set up is written to `network/containers/<id>.json` first, so that
/// [dev.lamina.agent.network.Networks#disconnect] takes it away after a crash as well; it can be
/// repeated. Those files are below the run directory, one for each state directory. What belongs to
/// the bridge is the node's and shared by all its agents: host ports and addresses are reserved
/// below `/run/lamina-network/<bridge>` ([dev.lamina.agent.network.BridgeReservations]). A reboot
/// clears all of it together with what it describes.
///
/// Why not `ipMasq` of the bridge plugin: it makes four rules for each container; one rule for the
/// subnet does the same and costs nothing per start ([dev.lamina.agent.network.Firewall]).
///
/// See the CNI specification 0.4.0, which every packaged version of the plugins speaks.
@NullMarked
package dev.lamina.agent.network;

import org.jspecify.annotations.NullMarked;
