package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Something that is mounted in a container because somebody asked for it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TemporaryMount.class, name = "tmpfs"),
  @JsonSubTypes.Type(value = ContainerMount.EmptyDirectory.class, name = "emptyDirectory"),
  @JsonSubTypes.Type(value = ContainerMount.ImageRoot.class, name = "image"),
  @JsonSubTypes.Type(value = ContainerMount.GivenFiles.class, name = "files")
})
public sealed interface ContainerMount
    permits TemporaryMount,
        ContainerMount.EmptyDirectory,
        ContainerMount.ImageRoot,
        ContainerMount.GivenFiles {
  /// Absolute; it hides what the image has there.
  String path();

  boolean readOnly();

  /// A directory on disk that is empty at first and stays for the life of the container.
  ///
  /// @param sizeLimit most bytes that it may hold
  record EmptyDirectory(String path, boolean readOnly, @Nullable Long sizeLimit)
      implements ContainerMount {
    public EmptyDirectory(String path, boolean readOnly) {
      this(path, readOnly, null);
    }
  }

  /// The root file system of an image.
  ///
  /// @param image reference, digest or id, looked up in the names of the tenant when the container
  ///   is made
  record ImageRoot(String path, String image) implements ContainerMount {
    @Override
    public boolean readOnly() {
      return true;
    }
  }

  /// A directory in memory with files whose content comes with each start.
  record GivenFiles(String path, boolean readOnly) implements ContainerMount {}

  /// The path without detours.
  default String target() {
    return Path.of(path()).normalize().toString();
  }

  /// Refuses what cannot be mounted.
  ///
  /// @throws AgentException `InvalidArgument`
  default void requirePossible() {
    if (!path().startsWith("/") || path().indexOf('\0') >= 0 || target().equals("/")) {
      throw invalid("want an absolute path below /");
    }
    if (PseudoFileSystems.contain(target())) {
      throw invalid("the place is the kernel's");
    }
  }

  /// The refusal of this mount.
  ///
  /// @param why it cannot be
  default AgentException invalid(String why) {
    return new AgentException(FailureReason.InvalidArgument, "mount '" + path() + "': " + why);
  }
}
