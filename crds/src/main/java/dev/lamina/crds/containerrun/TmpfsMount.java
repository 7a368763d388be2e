package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;

/// A filesystem in memory.
@ApiRecord
public record TmpfsMount(
    @Size(max = 16)
        @Default("64Mi")
        @JsonPropertyDescription("Its size, for example 128Mi. Default 64Mi.")
        String size) {
  public TmpfsMount {
    size = Absent.to("64Mi", size);
  }
}
