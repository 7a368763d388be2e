package dev.lamina.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// `kubectl proxy`: whoever waits looks again and again, and a kubectl for each look would take the
/// processor from what is waited for.
final class ApiProxy implements AutoCloseable {
  private static final String GROUP = "/apis/lamina.dev/v1alpha1";
  private static final Pattern ADDRESS = Pattern.compile("Starting to serve on (\\S+)");

  private final Process proxy;
  private final String address;
  private final Map<String, JsonNode> kinds = new HashMap<>();

  /// @param kubectl as it finds the cluster, with `proxy --port=0`
  ApiProxy(ProcessBuilder kubectl) throws IOException {
    proxy = kubectl.redirectErrorStream(true).start();
    var output =
        new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8));
    var said = String.valueOf(output.readLine());
    var found = ADDRESS.matcher(said);
    if (!found.find()) {
      close();
      throw new AssertionError("kubectl proxy: " + said);
    }
    address = "http://" + found.group(1);
    for (var kind : read(GROUP).path("resources")) {
      kinds.put(kind.path("name").asText(), kind);
      kinds.put(kind.path("singularName").asText(), kind);
    }
  }

  /// An object of Lamina's in the namespace `default` or in none.
  ///
  /// @param object as `kubectl get` takes it: `imagebuild/web`, or `images` for all
  JsonNode get(String object) {
    var words = object.split("/", 2);
    var kind = kinds.get(words[0]);
    if (kind == null) {
      throw new AssertionError("no kind " + words[0] + " in " + kinds.keySet());
    }
    var path = new StringBuilder(GROUP);
    if (kind.path("namespaced").asBoolean()) {
      path.append("/namespaces/default");
    }
    path.append('/').append(kind.path("name").asText());
    if (words.length > 1) {
      path.append('/').append(words[1]);
    }
    return read(path.toString());
  }

  private JsonNode read(String path) {
    try (var body = URI.create(address + path).toURL().openStream()) {
      return Json.parse(body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  @Override
  public void close() {
    proxy.destroy();
  }
}
