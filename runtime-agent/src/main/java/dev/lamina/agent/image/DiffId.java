package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The digest of a layer's uncompressed tar. See the image-spec, config.md, "Layer DiffID".
public record DiffId(@JsonValue Digest digest) {
  @JsonCreator
  public static DiffId parse(String text) {
    return new DiffId(Digest.parse(text));
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
