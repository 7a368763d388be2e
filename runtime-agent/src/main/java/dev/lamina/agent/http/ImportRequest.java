package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/images/import`.
///
/// @param path of an OCI layout or archive, a docker-archive, or a root filesystem
/// @param tag names the image; absent = the names that the archive states
/// @param rootfs the path is a root filesystem archive, to become an image of one layer
public record ImportRequest(String path, @Nullable String tag, boolean rootfs) {}
