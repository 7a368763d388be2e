package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The manifest of one image: its config and its layers, lowest first. See the image-spec,
/// manifest.md.
@JsonPropertyOrder({
  "schemaVersion",
  "mediaType",
  "artifactType",
  "config",
  "layers",
  "subject",
  "annotations"
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
    int schemaVersion,
    @Nullable String mediaType,
    @Nullable String artifactType,
    Descriptor config,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Descriptor> layers,
    @Nullable Descriptor subject,
    Map<String, String> annotations) {

  public Manifest {
    layers = List.copyOf(Objects.requireNonNullElse(layers, List.of()));
    annotations = Sorted.map(annotations);
  }

  /// A manifest in OCI form.
  public static Manifest of(Descriptor config, List<Descriptor> layers) {
    return new Manifest(2, MediaTypes.OCI_MANIFEST, null, config, layers, null, Map.of());
  }

  /// The same with these annotations.
  public Manifest with(Map<String, String> annotations) {
    return new Manifest(
        schemaVersion, mediaType, artifactType, config, layers, subject, annotations);
  }
}
