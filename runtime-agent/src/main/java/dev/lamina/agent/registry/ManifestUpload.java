package dev.lamina.agent.registry;

import dev.lamina.agent.registry.transport.LimitException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;

/// Gives a manifest to a registry. See the distribution-spec, "Pushing Manifests".
record ManifestUpload(Session session) {
  void push(String tagOrDigest, String mediaType, byte[] bytes) throws IOException {
    if (bytes.length > session.limits().documentBytes()) {
      throw new LimitException(
          "%d bytes, the limit is %d".formatted(bytes.length, session.limits().documentBytes()));
    }
    var request =
        Request.of("PUT", session.endpoint().manifest(tagOrDigest))
            .with("Content-Type", mediaType)
            .with(new Request.Body.Bytes(bytes));
    session.call(
        request,
        response -> {
          if (response.status() != Status.CREATED && response.status() != Status.OK) {
            throw session.unexpected(response);
          }
          return response.status();
        });
  }
}
