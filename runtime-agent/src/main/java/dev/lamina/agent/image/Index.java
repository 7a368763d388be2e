package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A list of manifests, one per platform. See the image-spec, image-index.md.
@JsonPropertyOrder({"schemaVersion", "mediaType", "manifests", "annotations"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Index(
    int schemaVersion,
    @Nullable String mediaType,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Descriptor> manifests,
    Map<String, String> annotations) {

  public Index {
    manifests = List.copyOf(Objects.requireNonNullElse(manifests, List.of()));
    annotations = Sorted.map(annotations);
  }

  /// An index in OCI form.
  public static Index of(List<Descriptor> manifests) {
    return new Index(2, MediaTypes.OCI_INDEX, manifests, Map.of());
  }
}
