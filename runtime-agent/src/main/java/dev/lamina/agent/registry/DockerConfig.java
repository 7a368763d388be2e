package dev.lamina.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `auths` of Docker's `config.json`, also the content of a Secret of type
/// `kubernetes.io/dockerconfigjson`.
///
/// An entry is for a host or for a path below it: `registry.example.com/team`. Credential helpers
/// are not executed.
public final class DockerConfig implements CredentialSource {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int LIMIT = 1 << 20;
  private static final String DOCKER_HUB = "docker.io";

  private final Map<String, Credential> entries;

  private DockerConfig(Map<String, Credential> entries) {
    this.entries = Map.copyOf(entries);
  }

  /// Reads the document.
  ///
  /// @throws AgentException `InvalidArgument` saying which entry is wrong, but nothing of it
  public static DockerConfig parse(byte[] json) {
    if (json.length > LIMIT) {
      throw invalid("it is larger than " + LIMIT + " bytes");
    }
    var entries = new TreeMap<String, Credential>();
    for (var entry : tree(json).path("auths").properties()) {
      var credential = credential(entry.getKey(), entry.getValue());
      if (credential != null) {
        entries.put(normalized(entry.getKey()), credential);
      }
    }
    return new DockerConfig(entries);
  }

  /// Reads a file.
  ///
  /// @throws AgentException `InvalidArgument` saying which entry of which file is wrong
  public static DockerConfig read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return parse(in.readNBytes(LIMIT + 1));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "reading credentials from " + file + ": " + e, e);
    } catch (AgentException e) {
      throw new AgentException(e.reason(), file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Credential> find(String registry, String repository) {
    for (var path = repository; !path.isEmpty(); path = parent(path)) {
      var found = entries.get(normalized(registry) + "/" + path);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.ofNullable(entries.get(normalized(registry)));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /// Docker Hub goes by several names; a scheme and the API's version are no part of a name.
  private static String normalized(String key) {
    var name =
        key.replaceFirst("^https?://", "").replaceFirst("/+$", "").replaceFirst("/v[12]$", "");
    return name.equals("index.docker.io") || name.equals("registry-1.docker.io")
        ? DOCKER_HUB
        : name;
  }

  private static @Nullable Credential credential(String name, JsonNode entry) {
    var identity = entry.path("identitytoken").asText();
    if (!identity.isEmpty()) {
      return new Credential.IdentityToken(identity);
    }
    var auth = entry.path("auth").asText();
    if (!auth.isEmpty()) {
      return basic(name, auth);
    }
    var username = entry.path("username").asText();
    return username.isEmpty()
        ? null
        : new Credential.Basic(username, entry.path("password").asText());
  }

  private static Credential basic(String name, String auth) {
    try {
      var pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      var colon = pair.indexOf(':');
      if (colon > 0) {
        return new Credential.Basic(pair.substring(0, colon), pair.substring(colon + 1));
      }
    } catch (IllegalArgumentException e) {
      throw invalid("auths of '" + name + "': auth is not base64");
    }
    throw invalid("auths of '" + name + "': auth is not of the form user:password");
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw invalid("it is not JSON");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory are always readable", e);
    }
  }

  private static AgentException invalid(String why) {
    return new AgentException(FailureReason.InvalidArgument, "Docker config.json: " + why);
  }

  @Override
  public String toString() {
    return "DockerConfig" + entries.keySet();
  }
}
