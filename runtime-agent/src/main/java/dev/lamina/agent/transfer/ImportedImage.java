package dev.lamina.agent.transfer;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import java.util.List;

/// An image that has come in.
///
/// @param names those it was given, possibly none
public record ImportedImage(StoredImage image, List<Reference> names) {
  public ImportedImage {
    names = List.copyOf(names);
  }
}
