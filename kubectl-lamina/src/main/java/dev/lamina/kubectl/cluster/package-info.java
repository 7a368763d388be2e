/// The cluster, as the verbs see it: objects by kind and name, and what becomes of them.
///
/// Entry type: [dev.lamina.kubectl.cluster.Cluster]; [dev.lamina.kubectl.cluster.Kubectl] reaches
/// it with the kubectl whose plugin this is, one process a call.
///
/// Why kubectl and not a client: a verb should start in 0.4 s. On two busy cores with an AOT cache
/// and C1, `images` took 1.6 s of processor time with fabric8's client and 1.0 s with
/// HttpURLConnection and a kubeconfig read by Jackson: a JVM that starts interprets its TLS and its
/// YAML. kubectl does both in 0.1 s beside the JVM, and brings what a client of our own would have
/// to copy: contexts, certificates, proxies, plugins that fetch tokens. What is left on such cores
/// is 0.6 s, of which kubectl takes 0.2 s and picocli 0.2 s: its classes are older than an AOT
/// cache takes.
@NullMarked
package dev.lamina.kubectl.cluster;

import org.jspecify.annotations.NullMarked;
