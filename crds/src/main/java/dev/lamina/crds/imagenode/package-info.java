/// ImageNode: doorbell and mailbox of one node.
///
/// Entry type: [dev.lamina.crds.imagenode.ImageNode], cluster-scoped, named like its node. An agent
/// watches exactly one object, its own, by name: the API server delivers such a watch without
/// filtering every event for every agent. One writer per part: the dispatcher writes `spec`, the
/// agent of the node writes `status`. The protocol is in [dev.lamina.crds.assignment].
@NullMarked
package dev.lamina.crds.imagenode;

import org.jspecify.annotations.NullMarked;
