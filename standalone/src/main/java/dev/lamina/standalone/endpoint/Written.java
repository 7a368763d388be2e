package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import java.util.List;

/// The object after a write.
public record Written(KubeObject object, boolean isCreated, List<String> warnings) {
  public Written {
    warnings = List.copyOf(warnings);
  }
}
