package dev.lamina.crds.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a field that is not in the JSON means: every compact constructor of a record with lists,
/// maps or defaults goes through here, so that readers of a record never meet a null collection.
public final class Absent {
  private Absent() {}

  public static <T> List<T> toEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  public static <V> Map<String, V> toEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }

  public static <T> T to(T fallback, @Nullable T value) {
    return value == null ? fallback : value;
  }
}
