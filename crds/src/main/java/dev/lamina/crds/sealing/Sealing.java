package dev.lamina.crds.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// What sealing and opening have in common.
final class Sealing {
  static final String KEY = "X25519";
  static final String KEM = "DHKEM";

  private static final String LABEL = "lamina.dev/sealed/v1";
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final int KEY_ID_CHARACTERS = 16;

  private Sealing() {}

  /// The name of a key: the beginning of the digest of its public half.
  static String keyId(Key publicKey) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
    return HexFormat.of().formatHex(digest).substring(0, KEY_ID_CHARACTERS);
  }

  static SecretKey derive(SecretKey shared) throws GeneralSecurityException {
    var parameters =
        HKDFParameterSpec.ofExtract().addIKM(shared).thenExpand(LABEL.getBytes(UTF_8), KEY_BYTES);
    return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
  }

  static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associated)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associated);
    return cipher;
  }

  /// Each part with its length in front, so that no two contexts give the same bytes.
  static byte[] associated(String id, String keyId, SealingContext context) {
    var bytes = new ByteArrayOutputStream();
    for (var part : List.of(LABEL, id, keyId, context.owner(), context.node())) {
      var text = part.getBytes(UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
      bytes.writeBytes(text);
    }
    return bytes.toByteArray();
  }
}
