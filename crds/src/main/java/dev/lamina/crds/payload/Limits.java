package dev.lamina.crds.payload;

import dev.lamina.crds.schema.ApiRecord;

/// Limits of the processes of an order; 0 means that there is none.
@ApiRecord
public record Limits(long cpuMillis, long memoryBytes, int pids) {}
