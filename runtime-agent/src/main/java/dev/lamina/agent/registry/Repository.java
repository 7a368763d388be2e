package dev.lamina.agent.registry;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One repository, by the OCI distribution protocol (distribution-spec 1.1).
///
/// Mirrors, authentication, redirects, retries and rate limits happen behind it. Every method may
/// throw [dev.lamina.agent.failure.AgentException]: `ImageNotFound`, `Unauthorized`, `RateLimited`,
/// `RegistryUnavailable`, `DigestMismatch`, `LimitExceeded`, `InvalidImage`; the message names the
/// reference and the host, never a credential. Safe for use by several threads; an interrupt ends a
/// call with `Cancelled`.
public interface Repository {
  /// What a tag or digest stands for now: one HEAD where the registry answers it fully.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound` when there is no such manifest
  Descriptor resolve(String tagOrDigest);

  /// A manifest or index of at most 4 MiB; its bytes have the digest of the descriptor.
  RemoteManifest fetchManifest(String tagOrDigest);

  /// The bytes of a blob from an offset on.
  ///
  /// The stream resumes by itself after a reset or a truncated body and ends after exactly the
  /// announced bytes; it throws `IOException` only with an `AgentException` as its cause. The
  /// *digest is not checked*: the reader hashes anyway.
  InputStream openBlob(Descriptor blob, long offset);

  /// A part of a blob, for fetching a big one over several connections.
  ///
  /// @return absent when the server does not serve ranges
  Optional<InputStream> openBlobRange(Descriptor blob, long offset, long length);

  /// A small blob such as an image config, whole and checked against its digest and size.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `LimitExceeded` above 4 MiB, before bytes move
  byte[] fetchBlob(Descriptor blob);

  boolean hasBlob(Digest digest);

  List<String> tags();

  /// Manifests that refer to this one (distribution-spec, "Listing Referrers", with its tag
  /// fallback).
  ///
  /// @param artifactType absent = of every type
  List<Descriptor> referrers(Digest subject, @Nullable String artifactType);

  /// Uploads a blob unless the repository has it.
  ///
  /// @param mountFrom another repository of the same registry that may have it; absent = none
  /// @return what it took
  Upload pushBlob(Descriptor blob, BlobSource source, @Nullable String mountFrom);

  void pushManifest(String tagOrDigest, String mediaType, byte[] bytes);

  /// How a blob came to the repository.
  enum Upload {
    PRESENT,
    MOUNTED,
    UPLOADED
  }

  /// Opens the bytes to upload; asked again for a retry.
  @FunctionalInterface
  interface BlobSource {
    InputStream open(long offset) throws IOException;
  }
}
