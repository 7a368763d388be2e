package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Linux capabilities on top of, or taken from, the default set.
@ApiRecord
public record Capabilities(
    @Size(max = 16) @JsonPropertyDescription("Capabilities to add, for example NET_BIND_SERVICE.")
        List<@Size(max = 32) String> add,
    @Size(max = 48) @JsonPropertyDescription("Capabilities to drop; ALL drops the default set.")
        List<@Size(max = 32) String> drop) {
  public Capabilities {
    add = Absent.toEmpty(add);
    drop = Absent.toEmpty(drop);
  }
}
