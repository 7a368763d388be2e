package dev.lamina.crds.assignment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names of NodeTasks: `<owner>-<10 characters of HMAC(operator key, uid|generation|attempt)>`.
///
/// The operator derives the same name again after a restart; a node, which may GET any NodeTask
/// whose name it knows, cannot guess one.
public final class TaskName {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SUFFIX = 10;

  private final SecretKeySpec key;

  /// @param operatorKey the secret of the operator, at least 16 bytes
  public TaskName(byte[] operatorKey) {
    if (operatorKey.length < 16) {
      throw new IllegalArgumentException("the operator key has fewer than 16 bytes");
    }
    key = new SecretKeySpec(operatorKey, ALGORITHM);
  }

  public String of(String owner, String ownerUid, long generation, int attempt) {
    var text = ownerUid + "|" + generation + "|" + attempt;
    return owner + "-" + Base32.encode(hmac(text)).substring(0, SUFFIX);
  }

  private byte[] hmac(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
