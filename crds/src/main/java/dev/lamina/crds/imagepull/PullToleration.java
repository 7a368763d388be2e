package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// A taint that keeps no image away, written as the toleration of a Pod.
@ApiRecord
@ValidationRule(
    value = "self.operator == 'Exists' ? !has(self.value) : has(self.key)",
    message = "operator Exists has no value, operator Equal needs a key")
public record PullToleration(
    @Size(max = 316) @JsonPropertyDescription("Key of the taint; absent with Exists: every key.")
        @Nullable String key,
    @Default("Equal")
        @JsonPropertyDescription(
            "Equal: the taint has this value. Exists: whatever its value. Default Equal.")
        Operator operator,
    @Size(max = 63)
        @JsonPropertyDescription("Value of the taint, for Equal. Default: the empty one.")
        @Nullable String value,
    @JsonPropertyDescription("Effect of the taint; absent: every effect.")
        @Nullable Effect effect) {
  public PullToleration {
    operator = Absent.to(Operator.Equal, operator);
  }

  public enum Operator {
    Equal,
    Exists
  }

  public enum Effect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute
  }
}
