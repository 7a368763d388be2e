/// Images into the store and out of it, as use cases.
///
/// Entry types: [ImageImport] takes OCI layouts, OCI archives and docker-archives, [RootfsImport]
/// makes an image of a root filesystem tarball, [ImageExport] writes OCI layouts and archives;
/// [TagImage] and [RemoveImage] change names. [ImageUnpacker] turns layer blobs into snapshots, for
/// everything that brings an image in.
///
/// The order is always the same: take a lease, bring in blobs (digest and size checked before they
/// have a name), unpack layers parent before child (diff_id checked before the snapshot has a
/// name), record the image and its names in one transaction, release the lease. A crash leaves at
/// most content that nothing reaches, which the garbage collector takes away.
///
/// Archives are not unpacked: their entries are read in place by offset, so an entry that no
/// manifest names is never stored. A compressed archive is first decompressed to a nameless
/// temporary file. Layers keep the compression they come with; what `docker save` writes is plain.
///
/// Specification: image-spec (image-layout, manifest, image-index, annotations), the docker-archive
/// as `docker save` of Docker 1.10 and later writes it.
@NullMarked
package dev.lamina.agent.transfer;

import org.jspecify.annotations.NullMarked;
