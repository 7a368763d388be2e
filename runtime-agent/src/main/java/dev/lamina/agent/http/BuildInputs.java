package dev.lamina.agent.http;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.BuildRequest.NamedContext;
import dev.lamina.agent.build.Secrets;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a call names as inputs of a build: contexts and secrets.
final class BuildInputs {
  private static final String IMAGE = "docker-image://";
  private static final String OCI_LAYOUT = "oci-layout://";
  private static final int MAX_SECRET_BYTES = 500 * 1024;

  private BuildInputs() {}

  /// As Docker tells them apart: a URL by its scheme, a directory and a tarball by looking.
  static BuildContext context(String text) {
    if (text.startsWith("git@") || text.startsWith("git://") || text.startsWith("ssh://")) {
      return BuildContext.Git.of(text);
    }
    if (text.startsWith("http://") || text.startsWith("https://")) {
      var path = text.replaceFirst("[#?].*$", "");
      return path.endsWith(".git") ? BuildContext.Git.of(text) : remote(text);
    }
    var path = Path.of(text);
    if (Files.isDirectory(path)) {
      return new BuildContext.Directory(path);
    }
    if (Files.isRegularFile(path)) {
      return new BuildContext.Archive(path);
    }
    throw new AgentException(
        FailureReason.ContextUnavailable, "build context " + text + ": no such file or directory");
  }

  private static BuildContext remote(String text) {
    try {
      return new BuildContext.Remote(new URI(text), null, 0);
    } catch (URISyntaxException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "build context '" + text + "': " + e.getReason(), e);
    }
  }

  static Map<String, NamedContext> contexts(Map<String, String> named) {
    var contexts = new HashMap<String, NamedContext>();
    named.forEach((name, text) -> contexts.put(name, namedContext(name, text)));
    return contexts;
  }

  private static NamedContext namedContext(String name, String text) {
    if (text.startsWith(OCI_LAYOUT)) {
      throw new AgentException(
          FailureReason.NotSupported,
          "build context %s: %s is not supported: import the layout and name its image"
              .formatted(name, OCI_LAYOUT));
    }
    return text.startsWith(IMAGE)
        ? new NamedContext.Image(text.substring(IMAGE.length()))
        : new NamedContext.Files(context(text));
  }

  static Secrets secrets(List<BuildCall.Secret> stated) {
    var values = new HashMap<String, byte[]>();
    for (var secret : stated) {
      values.put(secret.id(), content(secret));
    }
    return new Secrets(values);
  }

  private static byte[] content(BuildCall.Secret secret) {
    var value = secret.value();
    var file = secret.file();
    if (value == null && file == null) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "secret %s: want a file or a value".formatted(secret.id()));
    }
    var bytes =
        value == null ? read(secret.id(), Path.of(file)) : value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_SECRET_BYTES) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "secret %s is larger than %d bytes".formatted(secret.id(), MAX_SECRET_BYTES));
    }
    return bytes;
  }

  private static byte[] read(String id, Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_SECRET_BYTES + 1);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "secret %s: reading %s: %s".formatted(id, file, e), e);
    }
  }
}
