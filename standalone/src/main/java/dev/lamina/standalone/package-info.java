/// Lamina on one machine: the embedded Kubernetes API, the operator and one agent in one process.
///
/// The composition root. [dev.lamina.standalone.LaminaMain] reads the command line (`up`, `down`,
/// `status`), [dev.lamina.standalone.Standalone] starts the parts:
/// [dev.lamina.standalone.EmbeddedApi] unless a kubeconfig names another cluster, then
/// [dev.lamina.standalone.ClusterSetup] (definitions, namespaces, node), then operator and agent,
/// which reach the API over the loopback with tokens and rights of their own: no shortcut in
/// memory, so that they behave as on a cluster. [dev.lamina.standalone.instance.StateLayout] says
/// where everything lies.
///
/// Read a request's way in `server`, then `endpoint`, then `storage`. The API is thin by intent:
/// what kubectl, the operator and the definitions need of kube-apiserver behaves as there, down to
/// the words of errors; results about many nodes or many clients count on the real one only.
@NullMarked
package dev.lamina.standalone;

import org.jspecify.annotations.NullMarked;
