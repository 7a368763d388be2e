/// RegistryConfig: how the nodes of a cluster speak to registries.
///
/// Entry type: [dev.lamina.crds.registryconfig.RegistryConfig]. It belongs to the cluster: it says
/// whose certificates are believed and where plain http may be spoken, which no tenant may. An
/// entry speaks for all names below its prefix; on a node the longest prefix counts. Of two
/// RegistryConfigs with the same prefix the first by name has it, on every node that both mean.
/// What the settings file of a node says about a name goes before all of them.
@NullMarked
package dev.lamina.crds.registryconfig;

import org.jspecify.annotations.NullMarked;
