package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
  private static final long SEED = 20261127;

  @Test
  void agreesWithJavaSecurityOnPiecesOfAnySize() throws NoSuchAlgorithmException {
    var random = new Random(SEED);
    var bytes = new byte[700_000];
    random.nextBytes(bytes);
    var plain = MessageDigest.getInstance("SHA-256");
    var fast = open();
    for (var round = 0; round < 200; round++) {
      var offset = random.nextInt(1000);
      var length = random.nextInt(round % 10 == 0 ? bytes.length - offset : 300);
      plain.update(bytes, offset, length);
      fast.update(bytes, offset, length);
      if (round % 20 == 0) {
        assertArrayEquals(plain.digest(), fast.digest(), "seed " + SEED + ", round " + round);
      }
    }
  }

  @Test
  void hashesNothingAndSingleBytes() {
    var fast = open();
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hex(fast.digest()));
    fast.update((byte) 'a');
    fast.update((byte) 'b');
    fast.update((byte) 'c');
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex(fast.digest()));
  }

  @Test
  void forgetsWhatItHadAtAReset() {
    var fast = open();
    fast.update(new byte[100]);
    fast.reset();
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hex(fast.digest()));
  }

  private static MessageDigest open() {
    var fast = Sha256.open();
    assumeTrue(fast.isPresent(), "no libcrypto on this machine");
    return fast.get();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
