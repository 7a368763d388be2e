/// Images from a registry into the store.
///
/// Entry type: [dev.lamina.agent.transfer.pull.PullImage]. In order: resolve the reference, read
/// manifest and config, ask the [dev.lamina.agent.trust.TrustPolicy], fetch and unpack the layers
/// that are missing, record the image under the tenant's name. Nothing is visible before its digest
/// was checked and its bytes are on the disk.
///
/// Why an image that is there costs one HEAD and never none: the answer, given to this tenant's own
/// credentials, is what allows this tenant to use it. What the store has of other tenants is shared
/// on the disk, but taken in place of a download only within the repository that both may read: see
/// [dev.lamina.agent.transfer.pull.Entitlement]. Else a registry of anybody's could claim to hold a
/// digest, and have this node put in what belongs to someone else.
///
/// Why indexes are kept as blobs of the image: the digest a tag stands for is usually that of an
/// index, and without it nobody could tell offline that the image is up to date.
///
/// Specification: distribution-spec 1.1 ("Pull"), image-spec (image-index, manifest, config).
@NullMarked
package dev.lamina.agent.transfer.pull;

import org.jspecify.annotations.NullMarked;
