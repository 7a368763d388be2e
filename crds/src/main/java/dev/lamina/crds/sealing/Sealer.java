package dev.lamina.crds.sealing;

import dev.lamina.crds.meta.SealedValue;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KEM;

/// Seals to the public key of one agent.
public final class Sealer {
  private static final int NONCE_BYTES = 12;

  private final PublicKey key;
  private final String keyId;

  private Sealer(PublicKey key, String keyId) {
    this.key = key;
    this.keyId = keyId;
  }

  /// A sealer to the key of a node.
  ///
  /// @param sealingKey `ImageNode.status.agent.sealingKey`
  /// @throws SealingException if it is not an X25519 key
  public static Sealer to(String sealingKey) {
    try {
      var encoded = Base64.getDecoder().decode(sealingKey);
      var key = KeyFactory.getInstance(Sealing.KEY).generatePublic(new X509EncodedKeySpec(encoded));
      return new Sealer(key, Sealing.keyId(key));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealingException("not a sealing key", e);
    }
  }

  public String keyId() {
    return keyId;
  }

  /// Seals a value under a name; the same value twice gives different bytes.
  public SealedValue seal(String id, byte[] secret, SealingContext context) {
    try {
      var encapsulated = KEM.getInstance(Sealing.KEM).newEncapsulator(key).encapsulate();
      var nonce = new byte[NONCE_BYTES];
      new SecureRandom().nextBytes(nonce);
      var cipher =
          Sealing.cipher(
              Cipher.ENCRYPT_MODE,
              Sealing.derive(encapsulated.key()),
              nonce,
              Sealing.associated(id, keyId, context));
      var base64 = Base64.getEncoder();
      return new SealedValue(
          id,
          keyId,
          base64.encodeToString(encapsulated.encapsulation()),
          base64.encodeToString(nonce),
          base64.encodeToString(cipher.doFinal(secret)));
    } catch (GeneralSecurityException e) {
      throw new SealingException("sealing " + id, e);
    }
  }
}
