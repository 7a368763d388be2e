package dev.lamina.crds.sealing;

import dev.lamina.crds.meta.SealedValue;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KEM;

/// The key pair of one agent. Its private half never leaves the node.
public final class SealingKeys {
  private static final String SEPARATOR = "\n";

  private final KeyPair pair;
  private final String keyId;

  private SealingKeys(KeyPair pair) throws GeneralSecurityException {
    this.pair = pair;
    keyId = Sealing.keyId(pair.getPublic());
  }

  public static SealingKeys generate() {
    try {
      return new SealingKeys(KeyPairGenerator.getInstance(Sealing.KEY).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new SealingException("making a sealing key", e);
    }
  }

  /// Reads what [#toText] wrote.
  ///
  /// @throws SealingException if the text is anything else
  public static SealingKeys parse(String text) {
    try {
      var lines = text.strip().split(SEPARATOR, 2);
      if (lines.length != 2) {
        throw new IllegalArgumentException("want two lines");
      }
      var base64 = Base64.getDecoder();
      var keys = KeyFactory.getInstance(Sealing.KEY);
      return new SealingKeys(
          new KeyPair(
              keys.generatePublic(new X509EncodedKeySpec(base64.decode(lines[0]))),
              keys.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines[1])))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealingException("not a pair of sealing keys", e);
    }
  }

  /// Both halves, for a file that only the agent can read.
  public String toText() {
    var base64 = Base64.getEncoder();
    return publicKey() + SEPARATOR + base64.encodeToString(pair.getPrivate().getEncoded()) + "\n";
  }

  /// The public half as `status.agent.sealingKey` shows it: X.509, base64.
  public String publicKey() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  public String keyId() {
    return keyId;
  }

  /// The secret in a value.
  ///
  /// @throws SealingException if it was sealed for another key, context or name, or changed since
  public byte[] open(SealedValue value, SealingContext context) {
    try {
      var base64 = Base64.getDecoder();
      var shared =
          KEM.getInstance(Sealing.KEM)
              .newDecapsulator(pair.getPrivate())
              .decapsulate(base64.decode(value.epk()));
      var cipher =
          Sealing.cipher(
              Cipher.DECRYPT_MODE,
              Sealing.derive(shared),
              base64.decode(value.iv()),
              Sealing.associated(value.id(), value.keyID(), context));
      return cipher.doFinal(base64.decode(value.data()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealingException(
          "the value %s (key %s) does not open with key %s"
              .formatted(value.id(), value.keyID(), keyId),
          e);
    }
  }

  @Override
  public String toString() {
    return "SealingKeys[" + keyId + "]";
  }
}
