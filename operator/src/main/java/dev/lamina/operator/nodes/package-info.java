/// The nodes of the cluster: which there are, which take work, which went silent.
///
/// [dev.lamina.operator.nodes.NodeDirectory] watches Nodes, ImageNodes and the Leases of the agents
/// and makes the ImageNode of every Node, owned by it, so that it vanishes with it. An agent takes
/// work when it has written `status.agent` and its `Ready` is not False, and the Node is neither
/// cordoned nor not ready. It is lost when it has open work and has not renewed its Lease for 60 s
/// ([dev.lamina.operator.nodes.Liveness]); without open work nobody asks, so an idle cluster writes
/// nothing.
@NullMarked
package dev.lamina.operator.nodes;

import org.jspecify.annotations.NullMarked;
