/// How nodes speak to registries: from RegistryConfigs to what each ImageNode lists.
///
/// [dev.lamina.operator.registryconfig.RegistryConfigReconciler] is the entry. `SpecProblem` says
/// why a RegistryConfig cannot be carried out at all, `Claims` which of its prefixes are its own on
/// which node, `Authorities` reads the certificates it names, `Adoption` what the nodes say of it.
///
/// Invariants: of two RegistryConfigs with one prefix the first by name has it wherever both are
/// meant, whatever else becomes of the first; that follows from the specs alone, so that a new
/// operator decides as the old one did. Certificates that cannot be read take nothing away from a
/// node. Nothing but certificates of a ConfigMap reaches a node.
@NullMarked
package dev.lamina.operator.registryconfig;

import org.jspecify.annotations.NullMarked;
