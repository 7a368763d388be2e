package dev.lamina.crds.nodeinventory;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one namespace has of an image on a node.
@ApiRecord
public record InventoryTenant(
    @Required @Size(max = 63) @JsonPropertyDescription("The namespace.") String name,
    @Size(max = 256)
        @JsonPropertyDescription("Complete names that it has for the image; none: untagged.")
        List<@Size(max = 512) String> names,
    @JsonPropertyDescription("Its containers made of the image.") @Nullable Integer containers) {
  public InventoryTenant {
    names = Absent.toEmpty(names);
  }
}
