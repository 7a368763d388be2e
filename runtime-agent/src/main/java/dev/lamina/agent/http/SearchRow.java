package dev.lamina.agent.http;

import dev.lamina.agent.registry.FoundRepository;

/// One repository of `POST /v1/search`.
///
/// @param name as one pulls it
public record SearchRow(
    String name, String description, long stars, boolean official, boolean automated) {
  static SearchRow of(FoundRepository found) {
    return new SearchRow(
        found.name(), found.description(), found.stars(), found.official(), found.automated());
  }
}
