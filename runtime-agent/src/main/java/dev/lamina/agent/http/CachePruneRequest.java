package dev.lamina.agent.http;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/build-cache/prune`.
///
/// @param keepBytes a quantity such as `10Gi` that may stay; absent = nothing, or with a filter all
///   that the filter does not mean
/// @param filters `until=24h`: not used for so long
/// @param dryRun says what would go
public record CachePruneRequest(@Nullable String keepBytes, List<String> filters, boolean dryRun) {
  public CachePruneRequest {
    filters = List.copyOf(Objects.requireNonNullElse(filters, List.of()));
  }
}
