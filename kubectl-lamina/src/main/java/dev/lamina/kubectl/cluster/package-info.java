/// The cluster, as the verbs see it: objects by kind and name, and what becomes of them.
///
/// Entry type: [dev.lamina.kubectl.cluster.Cluster]; [dev.lamina.kubectl.cluster.Kubectl] reaches
/// it with the kubectl whose plugin this is, one process a call.
///
/// Why kubectl and not a client: a verb should start in 0.4 s. On two busy cores with a class
/// archive and C1, `images` took 1.6 s of processor time with fabric8's client and 1.0 s with
/// HttpURLConnection and a kubeconfig read by Jackson: a JVM that starts interprets its TLS and its
/// YAML. kubectl does both in 0.1 s beside the JVM, and brings what a client of our own would have
/// to copy: contexts, certificates, proxies, plugins that fetch tokens. What a verb asks first is
/// foreseen from its words and asked while picocli and Jackson get ready
/// ([dev.lamina.kubectl.cluster.HeadStart]): of kubectl's 0.2 s and their 0.2 s one is hidden.
@NullMarked
package dev.lamina.kubectl.cluster;

import org.jspecify.annotations.NullMarked;
