package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Sha256;
import dev.lamina.crds.failure.FailureReason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The digest of bytes, `algorithm:hex`.
///
/// Only the registered algorithms sha256 and sha512 with their exact length in lower-case hex are
/// accepted, before any path or URL is built from one. See the image-spec, descriptor.md,
/// "Digests".
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final String SHA256 = "sha256";

  public Digest {
    if (hex.length() != hexLength(algorithm) || !isLowerHex(hex)) {
      throw invalid(algorithm + ":" + hex);
    }
  }

  /// Reads `algorithm:hex`.
  ///
  /// @throws AgentException `InvalidImage` when the text is not a digest of a supported algorithm
  @JsonCreator
  public static Digest parse(String text) {
    var colon = text.indexOf(':');
    if (colon < 0) {
      throw invalid(text);
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  public static boolean isDigest(String text) {
    var colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    var hex = text.substring(colon + 1);
    return hex.length() == hexLength(text.substring(0, colon)) && isLowerHex(hex);
  }

  public static Digest sha256(byte[] bytes) {
    return of(plain("SHA-256").digest(bytes));
  }

  /// The finished result of [#sha256()].
  public static Digest of(byte[] sha256) {
    return new Digest(SHA256, HexFormat.of().formatHex(sha256));
  }

  /// A fresh SHA-256 computation, for bytes that come as a stream.
  public static MessageDigest sha256() {
    return Sha256.open().orElseGet(() -> plain("SHA-256"));
  }

  /// A fresh computation of this digest's algorithm, to check bytes against it.
  public MessageDigest newComputation() {
    return algorithm.equals(SHA256) ? sha256() : plain("SHA-512");
  }

  /// Whether a finished computation gave this digest.
  public boolean matches(byte[] computed) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(hex), computed);
  }

  /// The first twelve hex digits, as Docker prints ids.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  @JsonValue
  public String toString() {
    return algorithm + ":" + hex;
  }

  private static MessageDigest plain(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  private static int hexLength(String algorithm) {
    return switch (algorithm) {
      case SHA256 -> 64;
      case "sha512" -> 128;
      default -> -1;
    };
  }

  private static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static AgentException invalid(String text) {
    var shown = text.length() > 140 ? text.substring(0, 140) + "..." : text;
    return new AgentException(
        FailureReason.InvalidImage,
        String.format(
            Locale.ROOT, "digest '%s': want sha256: or sha512: and lower-case hex", shown));
  }
}
