package dev.lamina.operator.images;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where an object is.
///
/// @param namespace absent = it is in none
record ObjectKey(@Nullable String namespace, String name) {
  static final Comparator<ObjectKey> IN_ORDER =
      Comparator.comparing((ObjectKey key) -> Objects.requireNonNullElse(key.namespace(), ""))
          .thenComparing(ObjectKey::name);
}
