package dev.lamina.crds.assignment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids of assignments: hash(owner uid, generation, item), so that the same work always has the same
/// id, whoever derives it and how often.
public final class AssignmentId {
  private static final int LENGTH = 22;

  private AssignmentId() {}

  /// The id of one piece of work, at most 24 characters of `[a-z0-9-]`.
  ///
  /// @param verb one letter that helps people who read an ImageNode: `b` build, `r` run, `p`
  ///   pull...
  /// @param generation the build number, or the generation of the owner
  /// @param item what of it: `attempt-1`, or a reference
  public static String of(char verb, String ownerUid, long generation, String item) {
    var text = ownerUid + "|" + generation + "|" + item;
    var digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return verb + "-" + Base32.encode(digest).substring(0, LENGTH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
