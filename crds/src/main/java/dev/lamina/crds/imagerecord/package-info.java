/// ImageRecord: what an image is made of, once per digest for the whole cluster.
///
/// Entry type: [dev.lamina.crds.imagerecord.ImageRecord], named `sha256-<hex>` after the manifest.
/// The operator asks one node that has the image for the documents, checks them against the digest,
/// and writes the facts once; only the count of nodes changes afterwards, at most once a minute.
///
/// Why the operator writes it and no agent: the facts speak for every node, and a node must not be
/// able to say something about an image that others run. A manifest and a config that have their
/// digests cannot be made up; the unpacked sizes and the packages are the word of the node that was
/// asked.
@NullMarked
package dev.lamina.crds.imagerecord;

import org.jspecify.annotations.NullMarked;
