package dev.lamina.standalone.lifecycle;

/// How a client wants a deletion to be done.
///
/// @param uid the object must still be this one; empty for any
/// @param resourceVersion the object must still be at this version; empty for any
public record DeleteOptions(
    Propagation propagation, String uid, String resourceVersion, boolean dryRun) {
  public static final DeleteOptions BACKGROUND =
      new DeleteOptions(Propagation.Background, "", "", false);
}
