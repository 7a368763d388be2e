package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A typed, sized pointer to a blob. See the image-spec, descriptor.md.
///
/// @param size in bytes
@JsonPropertyOrder({"mediaType", "digest", "size", "platform", "annotations"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Descriptor(
    @JsonProperty(required = true) String mediaType,
    @JsonProperty(required = true) Digest digest,
    @JsonProperty(required = true) long size,
    @Nullable Platform platform,
    Map<String, String> annotations) {

  public Descriptor {
    if (size < 0) {
      throw new AgentException(
          FailureReason.InvalidImage,
          "descriptor of " + digest + ": size " + size + " is negative");
    }
    annotations = Sorted.map(annotations);
  }

  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, null, Map.of());
  }

  public Descriptor withAnnotation(String name, String value) {
    var changed = new TreeMap<>(annotations);
    changed.put(name, value);
    return new Descriptor(mediaType, digest, size, platform, changed);
  }

  public Descriptor withPlatform(Platform changed) {
    return new Descriptor(mediaType, digest, size, changed, annotations);
  }
}
