package dev.lamina.operator.events;

/// Something that happened to an object.
public record News(Type type, String reason, String message) {
  public enum Type {
    Normal,
    Warning
  }

  public static News normal(String reason, String message) {
    return new News(Type.Normal, reason, message);
  }

  public static News warning(String reason, String message) {
    return new News(Type.Warning, reason, message);
  }
}
