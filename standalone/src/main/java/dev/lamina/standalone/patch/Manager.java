package dev.lamina.standalone.patch;

/// Who owns fields: a program, by the way it wrote them.
public record Manager(String name, Operation operation, String subresource) {
  public enum Operation {
    Apply,
    Update
  }
}
