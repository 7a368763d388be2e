package dev.lamina.agent.http;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/containers/{name}/commit`: the options of `commit`.
///
/// @param reference name of the image
/// @param changes Dockerfile instructions for its config
/// @param pause whether the processes stand still while their files are read; absent = true
public record CommitOrder(
    @Nullable String reference,
    @Nullable String author,
    @Nullable String message,
    List<String> changes,
    @Nullable Boolean pause) {
  public CommitOrder {
    changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
  }
}
