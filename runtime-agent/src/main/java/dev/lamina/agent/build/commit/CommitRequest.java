package dev.lamina.agent.build.commit;

import dev.lamina.agent.image.Reference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image of a container as somebody asks for it.
///
/// @param name of the image
/// @param author absent = that of the container's image
/// @param message kept in the history
/// @param changes Dockerfile instructions for the config, such as `ENV WARM=1`
/// @param pause whether the processes stand still while their files are read
/// @param created the time to state; the same container, request and time give the same image
public record CommitRequest(
    Reference name,
    @Nullable String author,
    @Nullable String message,
    List<String> changes,
    boolean pause,
    Instant created) {
  public CommitRequest {
    changes = List.copyOf(changes);
  }
}
