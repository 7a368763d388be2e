package dev.lamina.kubectl.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The files of a directory, as far as an ImageBuild can hold them.
///
/// @param dockerfile its text
/// @param files as `ImageBuild.spec.source.inline.files` has them
public record DirectoryContext(String dockerfile, List<ObjectNode> files) {
  /// As the records of the API say.
  static final int MOST_FILES = 64;

  static final int LONGEST_FILE = 128 * 1024;
  static final int LONGEST_DOCKERFILE = 64 * 1024;

  /// An object of 1.5 MB is more than the store of a cluster takes.
  static final int LONGEST = 1024 * 1024;

  private static final String INSTEAD =
      "; for more, let spec.source of an ImageBuild name a git repository or an archive";

  public DirectoryContext {
    files = List.copyOf(files);
  }

  /// Reads a directory.
  ///
  /// @throws Failure `LimitExceeded` or `NotSupported` naming the file and the limit
  public static DirectoryContext read(Path directory, Path dockerfile) {
    try {
      var text = text(dockerfile, "the Dockerfile", LONGEST_DOCKERFILE);
      var reading = new Reading(directory, ignored(directory));
      Files.walkFileTree(directory, reading);
      // The same directory is the same object, in whatever order it is read.
      reading.files.sort(Comparator.comparing(entry -> entry.path("path").asText()));
      return new DirectoryContext(text, reading.files);
    } catch (IOException e) {
      var what = e instanceof NoSuchFileException ? "no such file: " : "";
      throw new Failure(
          FailureReason.ContextUnavailable, "reading the context: " + what + e.getMessage(), e);
    }
  }

  /// As `spec.source` of an ImageBuild.
  public ObjectNode source() {
    var source = Json.object();
    var inline = source.putObject("inline").put("dockerfile", dockerfile);
    if (!files.isEmpty()) {
      inline.set("files", Json.array(files));
    }
    return source;
  }

  private static IgnorePatterns ignored(Path directory) throws IOException {
    var file = directory.resolve(".dockerignore");
    return IgnorePatterns.parse(
        Files.exists(file) ? text(file, ".dockerignore", LONGEST_FILE) : "");
  }

  private static String text(Path file, String name, int limit) throws IOException {
    if (Files.size(file) > limit) {
      throw new Failure(
          FailureReason.LimitExceeded,
          "%s has %d bytes, an ImageBuild holds %d of a file%s"
              .formatted(name, Files.size(file), limit, INSTEAD));
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new Failure(
          FailureReason.NotSupported,
          name + " is not text, which is all an ImageBuild holds" + INSTEAD,
          e);
    }
  }

  /// A walk through the directory.
  private static final class Reading extends SimpleFileVisitor<Path> {
    private final Path root;
    private final IgnorePatterns ignored;
    private final List<ObjectNode> files = new ArrayList<>();
    private long bytes;

    private Reading(Path root, IgnorePatterns ignored) {
      this.root = root;
      this.ignored = ignored;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      var isLeftOut =
          !directory.equals(root)
              && !ignored.hasExceptions()
              && ignored.excludes(root.relativize(directory));
      return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var name = root.relativize(file);
      if (name.toString().equals(".dockerignore") || !ignored.excludes(name)) {
        add(file, name.toString(), attributes);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file, String name, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isRegularFile()) {
        throw new Failure(
            FailureReason.NotSupported,
            name + " is not a regular file, and no other kind is held by an ImageBuild" + INSTEAD);
      }
      if (files.size() == MOST_FILES) {
        throw new Failure(
            FailureReason.LimitExceeded,
            "the context has more than %d files, which is all an ImageBuild holds: exclude some in"
                    .formatted(MOST_FILES)
                + " .dockerignore"
                + INSTEAD);
      }
      bytes += attributes.size();
      var content = text(file, name, LONGEST_FILE);
      if (bytes > LONGEST) {
        throw new Failure(
            FailureReason.LimitExceeded,
            "the files of the context have more than %d bytes together%s"
                .formatted(LONGEST, INSTEAD));
      }
      files.add(Json.object().put("path", name).put("content", content).put("mode", mode(file)));
    }

    private static String mode(Path file) throws IOException {
      var mode = 0;
      var permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
      for (var permission : PosixFilePermission.values()) {
        mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
      }
      return "0%03o".formatted(mode);
    }
  }
}
