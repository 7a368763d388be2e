/// NodeTask: the full, frozen order of one attempt, and the report about it.
///
/// Entry type: [dev.lamina.crds.nodetask.NodeTask]. The order is in `spec.payload`
/// ([dev.lamina.crds.payload]), the reports in `status` are records of this room. An agent may GET
/// a NodeTask by its name, which it cannot guess, and patch its status; it cannot list them.
@NullMarked
package dev.lamina.crds.nodetask;

import org.jspecify.annotations.NullMarked;
