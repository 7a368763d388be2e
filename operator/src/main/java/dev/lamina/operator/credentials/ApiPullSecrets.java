package dev.lamina.operator.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.crds.meta.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/// One GET per Secret, in the namespace of the object that names it.
record ApiPullSecrets(KubernetesClient client) implements PullSecrets {
  private static final String TYPE = "kubernetes.io/dockerconfigjson";
  private static final String KEY = ".dockerconfigjson";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public Keyring read(HasMetadata owner, List<ObjectName> secrets) {
    var namespace = owner.getMetadata().getNamespace();
    var keyring = new Keyring(namespace + "/" + owner.getMetadata().getName());
    for (var reference : secrets) {
      var secret = secret(namespace, reference.name());
      var metadata = secret.getMetadata();
      keyring.add(auths(secret), metadata.getUid() + "/" + metadata.getResourceVersion());
    }
    return keyring;
  }

  private Secret secret(String namespace, String name) {
    return new ApiSecrets(client)
        .find(namespace, name)
        .orElseThrow(() -> UnusableSecretException.missing(name));
  }

  private static JsonNode auths(Secret secret) {
    var name = secret.getMetadata().getName();
    var text = secret.getData() == null ? null : secret.getData().get(KEY);
    if (!TYPE.equals(secret.getType()) || text == null) {
      throw UnusableSecretException.malformed(name, "is not of type " + TYPE);
    }
    try {
      return MAPPER.readTree(Base64.getDecoder().decode(text)).path("auths");
    } catch (IOException | IllegalArgumentException _) {
      throw UnusableSecretException.malformed(name, "holds no JSON under " + KEY);
    }
  }
}
