package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.FetchedFile;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.remote.GitCheckout;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Gets what ADD names by URL, into directories of the build.
final class RemoteFiles {
  private final HttpDownload download;
  private final Path directory;

  /// @param directory for the files, this build's own
  RemoteFiles(HttpDownload download, Path directory) {
    this.download = download;
    this.directory = directory;
  }

  /// A directory with the file in it under its name, and nothing else.
  Path fetch(Op.CopySource.Url source) throws IOException {
    var place = newPlace();
    var file = place.resolve("download");
    try {
      var downloaded = download.fetch(source.uri(), source.checksum(), file);
      Files.move(file, place.resolve(source.name()));
      FetchedFile.adjust(place, source.name(), downloaded.modified());
      return place;
    } catch (AgentException e) {
      throw e.reason() == FailureReason.ContextUnavailable
          ? new AgentException(FailureReason.CopyFailed, e.getMessage(), e)
          : e;
    }
  }

  /// A directory with the files of a repository.
  Path fetch(Op.CopySource.Git source) throws IOException {
    return GitCheckout.of(source.repository(), null, newPlace(), download.policy()).files();
  }

  private Path newPlace() throws IOException {
    return Files.createDirectories(
            directory.resolve("fetched").resolve(UUID.randomUUID().toString()))
        .toRealPath();
  }
}
