package dev.lamina.agent.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A file that a container has made, changed or deleted.
///
/// @param path absolute, in the container
public record FileChange(Kind kind, String path) {
  public enum Kind {
    @JsonProperty("added")
    ADDED,
    @JsonProperty("changed")
    CHANGED,
    @JsonProperty("deleted")
    DELETED
  }
}
