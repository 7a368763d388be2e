package dev.lamina.crds.payload;

import dev.lamina.crds.schema.ApiRecord;

/// A filesystem in memory at an absolute path of the container.
@ApiRecord
public record TmpfsOrder(String path, long sizeBytes, boolean readOnly) {}
