package dev.lamina.standalone.schema;

import org.jspecify.annotations.Nullable;

/// Where in an object an error is, printed as `spec.ports[0].name` or `metadata.labels[app]`.
public record FieldPath(@Nullable FieldPath parent, String segment) {
  public static final FieldPath ROOT = new FieldPath(null, "");

  public FieldPath field(String name) {
    return new FieldPath(this, isRoot() ? name : "." + name);
  }

  public FieldPath index(int index) {
    return new FieldPath(this, "[" + index + "]");
  }

  /// The value of a free key of a map.
  public FieldPath key(String key) {
    return new FieldPath(this, "[" + key + "]");
  }

  /// A path relative to this one, written `.a.b` as `fieldPath` of a rule does.
  public FieldPath below(String relative) {
    return new FieldPath(
        this, isRoot() && relative.startsWith(".") ? relative.substring(1) : relative);
  }

  public boolean isRoot() {
    return parent == null;
  }

  /// What validation errors call this place; the whole object is `<nil>`, as in kube-apiserver.
  public String orNil() {
    return isRoot() ? "<nil>" : toString();
  }

  @Override
  public String toString() {
    return parent == null ? "" : parent + segment;
  }
}
