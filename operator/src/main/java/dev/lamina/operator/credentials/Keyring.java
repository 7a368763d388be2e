package dev.lamina.operator.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entries of the Secrets of an object by registry, and their way to a node: a node gets the
/// entries that its images need, one by one, each as a `config.json` of its own.
public final class Keyring implements Credentials {
  private static final String DOCKER_HUB = "docker.io";

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Entry> byId = new HashMap<>();

  private final String owner;

  /// The keyring of one owner: what is sealed for it opens for nobody else, so no other may have a
  /// credential of the same name.
  ///
  /// @param owner `namespace/name`
  public Keyring(String owner) {
    this.owner = owner;
  }

  private record Entry(String id, String key, JsonNode auth) {}

  /// Adds the `auths` of a Secret; what was added before goes first.
  ///
  /// @param version changes with the content, and says nothing about it
  public void add(JsonNode auths, String version) {
    for (var auth : auths.properties()) {
      var key = normalized(auth.getKey());
      var id = AssignmentId.of('c', version, 0, owner + "|" + key);
      var entry = new Entry(id, auth.getKey(), auth.getValue());
      if (entries.putIfAbsent(key, entry) == null) {
        byId.put(id, entry);
      }
    }
  }

  @Override
  public @Nullable String idOf(String image) {
    var path = repository(image);
    while (true) {
      var entry = entries.get(path);
      var slash = path.lastIndexOf('/');
      if (entry != null || slash < 0) {
        return entry == null ? null : entry.id();
      }
      path = path.substring(0, slash);
    }
  }

  /// A credential that only the node can open; empty if the id is none of this keyring.
  public Optional<SealedValue> seal(String id, String sealingKey, SealingContext context) {
    return seal(id, id, sealingKey, context);
  }

  /// The same under another name.
  public Optional<SealedValue> seal(
      String id, String name, String sealingKey, SealingContext context) {
    return Optional.ofNullable(byId.get(id))
        .map(entry -> Sealer.to(sealingKey).seal(name, config(entry), context));
  }

  /// All credentials, for work that does not know beforehand which images it will meet.
  ///
  /// @param prefix their names begin with it
  public List<SealedValue> sealAll(String prefix, String sealingKey, SealingContext context) {
    var sealer = Sealer.to(sealingKey);
    var sealed = new ArrayList<SealedValue>();
    for (var entry : new TreeMap<>(entries).values()) {
      sealed.add(sealer.seal(prefix + sealed.size(), config(entry), context));
    }
    return sealed;
  }

  private static byte[] config(Entry entry) {
    var root = JsonNodeFactory.instance.objectNode();
    root.putObject("auths").set(entry.key(), entry.auth());
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The registry and the path of a reference, without tag and digest.
  private static String repository(String image) {
    var name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    var colon = name.lastIndexOf(':');
    name = colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    var slash = name.indexOf('/');
    var first = slash < 0 ? "" : name.substring(0, slash);
    var isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (isHost) {
      return normalized(first) + name.substring(slash);
    }
    return DOCKER_HUB + "/" + (slash < 0 ? "library/" : "") + name;
  }

  /// `https://index.docker.io/v1/` and the like mean the registry.
  private static String normalized(String key) {
    var text = key.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    text = text.replaceFirst("/v[12]/?$", "").replaceFirst("/$", "");
    return text.replaceFirst("^(index|registry-1)\\.docker\\.io(?=/|$)", DOCKER_HUB);
  }
}
