package dev.lamina.operator.imagepull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.crds.imagepull.ImagePull;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Base64;

/// One GET per Secret, in the namespace of the pull; nothing is watched or kept beyond the pull.
record ApiPullSecrets(KubernetesClient client) implements PullSecrets {
  private static final String TYPE = "kubernetes.io/dockerconfigjson";
  private static final String KEY = ".dockerconfigjson";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public Keyring read(ImagePull pull) {
    var keyring = new Keyring();
    var namespace = pull.getMetadata().getNamespace();
    for (var reference : pull.getSpec().pullSecretRefs()) {
      var secret = client.secrets().inNamespace(namespace).withName(reference.name()).get();
      if (secret == null) {
        throw new UnusableSecretException("there is no Secret " + reference.name());
      }
      var metadata = secret.getMetadata();
      keyring.add(auths(secret), metadata.getUid() + "/" + metadata.getResourceVersion());
    }
    return keyring;
  }

  private static JsonNode auths(Secret secret) {
    var name = secret.getMetadata().getName();
    var text = secret.getData() == null ? null : secret.getData().get(KEY);
    if (!TYPE.equals(secret.getType()) || text == null) {
      throw new UnusableSecretException("the Secret " + name + " is not of type " + TYPE);
    }
    try {
      return MAPPER.readTree(Base64.getDecoder().decode(text)).path("auths");
    } catch (IOException | IllegalArgumentException _) {
      throw new UnusableSecretException("the Secret " + name + " holds no JSON");
    }
  }
}
