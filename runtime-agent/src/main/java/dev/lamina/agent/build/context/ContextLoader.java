package dev.lamina.agent.build.context;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.build.copy.ArchiveExtraction;
import dev.lamina.agent.build.copy.Archives;
import dev.lamina.agent.build.copy.CopyException;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.remote.GitCheckout;
import dev.lamina.agent.build.remote.GitRevision;
import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.IgnoreFile;
import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens build contexts.
public final class ContextLoader {
  private static final int MAX_DOCKERFILE_BYTES = 1024 * 1024 + 1;
  private static final String IGNORE_FILE = ".dockerignore";

  private final HttpDownload download;

  public ContextLoader(HttpDownload download) {
    this.download = download;
  }

  /// Makes the files of a context available.
  ///
  /// @param scratch a directory of the build's own
  /// @throws AgentException `ContextUnavailable`, `DigestMismatch`, `InvalidArchive`,
  ///   `NotSupported`
  public LoadedContext load(BuildContext context, DockerfileSource dockerfile, Path scratch) {
    try {
      var place = place(context, scratch);
      return open(place, dockerfile);
    } catch (CopyException e) {
      throw new AgentException(FailureReason.InvalidArchive, "build context: " + e.what(), e);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.ContextUnavailable, "reading the build context: " + e.getMessage(), e);
    }
  }

  /// Makes the files of a context available that has no Dockerfile of its own.
  public SourceTree load(BuildContext context, Path scratch) {
    try {
      var directory = place(context, scratch).directory();
      try (var root = RootDirectory.open(directory)) {
        return SourceTree.context(directory, patterns(root, DockerfileSource.DEFAULT));
      }
    } catch (CopyException e) {
      throw new AgentException(FailureReason.InvalidArchive, "build context: " + e.what(), e);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.ContextUnavailable, "reading a build context: " + e.getMessage(), e);
    }
  }

  /// Where the files are.
  private record Place(Path directory, @Nullable GitRevision revision) {}

  private Place place(BuildContext context, Path scratch) throws IOException {
    if (context instanceof BuildContext.Git(var source, var credential)) {
      var checkout = GitCheckout.of(source, credential, scratch, download.policy());
      return new Place(checkout.files(), checkout.revision());
    }
    return new Place(directory(context, scratch), null);
  }

  private Path directory(BuildContext context, Path scratch) throws IOException {
    return switch (context) {
      case BuildContext.Directory(var path) -> existingDirectory(path);
      case BuildContext.Archive(var path) -> unpacked(path, scratch, 0);
      case BuildContext.Inline(var files) -> InlineFiles.write(files, scratch.resolve("context"));
      case BuildContext.Remote remote -> {
        var file = scratch.resolve("download");
        download.fetch(remote.uri(), remote.sha256(), file);
        yield unpacked(file, scratch, remote.stripComponents());
      }
      case BuildContext.Git git -> place(git, scratch).directory();
    };
  }

  private static Path existingDirectory(Path path) {
    if (!Files.isDirectory(path)) {
      throw new AgentException(
          FailureReason.ContextUnavailable, "build context %s is not a directory".formatted(path));
    }
    return path;
  }

  private static Path unpacked(Path archive, Path scratch, int stripComponents) throws IOException {
    var target = Files.createDirectories(scratch.resolve("context"));
    try (var entries = Archives.open(Files.newInputStream(archive))) {
      ArchiveExtraction.extract(entries, target, null, stripComponents);
    }
    return target;
  }

  private static LoadedContext open(Place place, DockerfileSource source) throws IOException {
    try (var root = RootDirectory.open(place.directory())) {
      var dockerfile = Dockerfile.parse(name(source), dockerfile(root, source));
      var patterns = patterns(root, source);
      return new LoadedContext(
          SourceTree.context(place.directory(), patterns), dockerfile, place.revision());
    }
  }

  private static byte[] dockerfile(RootDirectory root, DockerfileSource source) throws IOException {
    var bytes =
        switch (source) {
          case DockerfileSource.InContext(var path) -> {
            var file = root.readFile(path, MAX_DOCKERFILE_BYTES);
            yield file.isPresent() ? file : root.readFile(lowerCase(path), MAX_DOCKERFILE_BYTES);
          }
          case DockerfileSource.File(var path) -> {
            var file = HostFile.read(path, MAX_DOCKERFILE_BYTES);
            var other = Path.of(lowerCase(path.toString()));
            yield file.isPresent() ? file : HostFile.read(other, MAX_DOCKERFILE_BYTES);
          }
          case DockerfileSource.Text(var text) ->
              Optional.of(text.getBytes(StandardCharsets.UTF_8));
        };
    return bytes.orElseThrow(() ->
        new AgentException(
            FailureReason.ContextUnavailable,
            "no %s: failed to read the Dockerfile".formatted(place(source))));
  }

  /// `dockerfile` serves where there is no `Dockerfile`.
  private static String lowerCase(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("Dockerfile")
        ? path.substring(0, path.length() - name.length()) + "dockerfile"
        : path;
  }

  /// `<Dockerfile>.dockerignore` beside the Dockerfile replaces the one of the context.
  private static PathPatterns patterns(RootDirectory root, DockerfileSource source)
      throws IOException {
    var own =
        switch (source) {
          case DockerfileSource.InContext(var path) ->
              root.readFile(path + IGNORE_FILE, MAX_DOCKERFILE_BYTES);
          case DockerfileSource.File(var path) ->
              HostFile.read(Path.of(path + IGNORE_FILE), MAX_DOCKERFILE_BYTES);
          case DockerfileSource.Text text -> Optional.<byte[]>empty();
        };
    var text = own.isPresent() ? own : root.readFile(IGNORE_FILE, MAX_DOCKERFILE_BYTES);
    try {
      return PathPatterns.compile(text.map(IgnoreFile::parse).orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw new AgentException(
          FailureReason.DockerfileError, IGNORE_FILE + ": " + e.getMessage(), e);
    }
  }

  private static String name(DockerfileSource source) {
    return switch (source) {
      case DockerfileSource.InContext(var path) -> path;
      case DockerfileSource.File(var path) -> String.valueOf(path.getFileName());
      case DockerfileSource.Text text -> "Dockerfile";
    };
  }

  private static String place(DockerfileSource source) {
    return switch (source) {
      case DockerfileSource.InContext(var path) -> path + " in the build context";
      case DockerfileSource.File(var path) -> "file " + path;
      case DockerfileSource.Text text -> "text";
    };
  }
}
