/// The node's mirror: what the store holds, served read-only by the distribution protocol, so that
/// containerd, and with it the kubelet, starts Pods without a registry.
///
/// [Mirror] finds content, [MirrorHandler] puts it on the wire. Names come as containerd sends them
/// to a mirror, `/v2/library/nginx/manifests/1.25?ns=docker.io`; without `ns` the host is the first
/// part of the path, or Docker Hub where there is none.
///
/// Policy: names belong to tenants and containerd has none, so an administrator lists the tenants
/// whose names the mirror serves ([MirrorSettings]). A blob or manifest is served below a name only
/// if an image of that name has it: a digest alone opens nothing. The listener is on loopback, and
/// nowhere else; it has no credentials to check.
///
/// Layers whose compressed blob went under disk pressure are 404 here, and containerd goes on to
/// the registry. See the distribution-spec, "Pull" and "Error Codes".
@NullMarked
package dev.lamina.agent.http.mirror;

import org.jspecify.annotations.NullMarked;
