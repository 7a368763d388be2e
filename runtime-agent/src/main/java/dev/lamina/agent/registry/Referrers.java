package dev.lamina.agent.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What refers to a manifest. See the distribution-spec, "Listing Referrers" and "Referrers Tag
/// Schema".
record Referrers(Session session) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// Absent when the endpoint has neither the list nor the tag.
  Optional<List<Descriptor>> fetch(Digest subject, @Nullable String artifactType)
      throws IOException {
    var uri = session.endpoint().referrers(subject, artifactType);
    var request = Request.of("GET", uri).with("Accept", MediaTypes.OCI_INDEX);
    var listed = session.call(request, response -> read(response, artifactType));
    return listed.isPresent() ? listed : tagged(subject, artifactType);
  }

  /// The tag of the index that stands in where a registry has no such list.
  static String tag(Digest subject) {
    return subject.algorithm() + "-" + subject.hex();
  }

  private Optional<List<Descriptor>> tagged(Digest subject, @Nullable String artifactType)
      throws IOException {
    var request =
        Request.of("GET", session.endpoint().manifest(tag(subject)))
            .with("Accept", MediaTypes.OCI_INDEX);
    return session.call(request, response -> read(response, artifactType));
  }

  private Optional<List<Descriptor>> read(Response response, @Nullable String artifactType)
      throws IOException {
    if (response.status() == Status.NOT_FOUND) {
      return Optional.empty();
    }
    if (response.status() != Status.OK) {
      throw session.unexpected(response);
    }
    var bytes = response.bytes(session.limits().documentBytes());
    var manifests = OciJson.index(bytes, MediaTypes.OCI_INDEX).manifests();
    if (artifactType == null) {
      return Optional.of(manifests);
    }
    var tree = MAPPER.readTree(bytes).path("manifests");
    return Optional.of(
        IntStream.range(0, manifests.size())
            .filter(i -> tree.path(i).path("artifactType").asText().equals(artifactType))
            .mapToObj(manifests::get)
            .toList());
  }
}
