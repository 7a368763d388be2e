package dev.lamina.crds.sealing;

import dev.lamina.crds.meta.SealedValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes of any length as sealed values, which have a limit each.
public final class SealedBytes {
  /// What fits the `data` of a value, tag and base64 included.
  private static final int PART_BYTES = 48_000;

  private SealedBytes() {}

  /// Seals all of them, part by part.
  ///
  /// @param prefix of the ids, which go on with a number
  public static List<SealedValue> seal(
      byte[] bytes, String prefix, Sealer sealer, SealingContext context) {
    var parts = new ArrayList<SealedValue>();
    for (var start = 0; start < bytes.length; start += PART_BYTES) {
      var part = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + PART_BYTES));
      parts.add(sealer.seal(prefix + parts.size(), part, context));
    }
    return parts;
  }

  /// Puts together what was sealed under the prefix; empty if there is nothing.
  ///
  /// @throws SealingException as [SealingKeys#open]
  public static byte[] open(
      List<SealedValue> values, String prefix, SealingKeys keys, SealingContext context) {
    var bytes = new ByteArrayOutputStream();
    for (var number = 0; ; number++) {
      var id = prefix + number;
      var part = values.stream().filter(value -> value.id().equals(id)).findFirst();
      if (part.isEmpty()) {
        return bytes.toByteArray();
      }
      bytes.writeBytes(keys.open(part.get(), context));
    }
  }
}
