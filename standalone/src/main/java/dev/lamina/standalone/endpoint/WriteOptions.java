package dev.lamina.standalone.endpoint;

/// How a client wants its write to be done.
///
/// @param subresource `status`, or empty for the object itself
/// @param manager who owns the fields that are written
public record WriteOptions(
    String subresource, String manager, FieldValidation fieldValidation, boolean dryRun) {

  /// What happens to fields that the schema does not know.
  public enum FieldValidation {
    Ignore,
    Warn,
    Strict
  }

  boolean isStatus() {
    return subresource.equals("status");
  }
}
