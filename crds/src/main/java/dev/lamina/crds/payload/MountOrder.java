package dev.lamina.crds.payload;

import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// Something to mount at an absolute path of the container: an empty directory, unless one of the
/// others is named.
///
/// @param image reference of an image whose root filesystem is shown, read-only
/// @param configMap name of a ConfigMap whose keys are files; its content is in [RunData]
/// @param secret the same of a Secret
/// @param sizeLimit most bytes of an empty directory
@ApiRecord
public record MountOrder(
    String path,
    boolean readOnly,
    @Nullable String image,
    @Nullable String configMap,
    @Nullable String secret,
    @Nullable Long sizeLimit) {}
