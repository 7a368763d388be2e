package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// The Secrets that `login` makes: one a registry, in the namespace.
final class Logins {
  private static final String KEY = ".dockerconfigjson";
  private static final String HUB = "docker.io";

  private Logins() {}

  /// The registry of an address as people write it for Docker.
  static String registry(String address) {
    var host =
        address.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.matches("(?:index\\.|registry-1\\.)?docker\\.io") ? HUB : host;
  }

  /// The name of the Secret of a registry.
  static String secretOf(String registry) {
    return "lamina-login-" + registry.replace(':', '-');
  }

  /// The Secret of a registry, if there is one that may be seen.
  static Optional<JsonNode> find(Cluster cluster, String registry) {
    try {
      return cluster.find(Kind.SECRET, secretOf(registry));
    } catch (Failure failure) {
      // Who may not look at Secrets has not made one.
      if (failure.is("Forbidden")) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /// Name and password for a registry in base64.
  static Optional<String> basic(Cluster cluster, String registry) {
    return find(cluster, registry)
        .flatMap(secret -> Json.text(secret.path("data"), KEY))
        .map(data -> Json.parse(Base64.getDecoder().decode(data), secretOf(registry)))
        .flatMap(config -> Json.text(config.path("auths").path(registry), "auth"));
  }

  /// Makes the Secret, or puts it in the place of the one of before.
  ///
  /// @throws Failure `AlreadyExists` if somebody else has made one of that name
  static void save(Cluster cluster, String registry, String username, String password) {
    var before = cluster.find(Kind.SECRET, secretOf(registry));
    if (before.isPresent() && !Kind.isOurs(before.get())) {
      throw new Failure(
          FailureReason.AlreadyExists,
          "Secret %s is not of kubectl lamina login".formatted(secretOf(registry)));
    }
    var secret = secret(registry, username, password);
    if (before.isPresent()) {
      cluster.replace(secret);
    } else {
      cluster.create(secret);
    }
  }

  private static ObjectNode secret(String registry, String username, String password) {
    var pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    var config = Json.object();
    config
        .putObject("auths")
        .putObject(registry)
        .put("auth", Base64.getEncoder().encodeToString(pair));
    var text = Json.line(config).getBytes(StandardCharsets.UTF_8);
    var secret = Kind.SECRET.object(secretOf(registry));
    secret.put("type", "kubernetes.io/dockerconfigjson");
    secret.putObject("data").put(KEY, Base64.getEncoder().encodeToString(text));
    return secret;
  }
}
