package dev.lamina.agent.http;

import java.util.List;
import java.util.Objects;

/// `POST /v1/prune`.
///
/// @param all also images with a name that no container uses
/// @param dryRun says what would go
/// @param filters `until=24h`, `label=KEY[=VALUE]`, `label!=KEY[=VALUE]`, `reference=PATTERN`
public record PruneRequest(boolean all, boolean dryRun, List<String> filters) {
  public PruneRequest {
    filters = List.copyOf(Objects.requireNonNullElse(filters, List.of()));
  }
}
