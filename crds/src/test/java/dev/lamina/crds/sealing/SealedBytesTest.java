package dev.lamina.crds.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBytesTest {
  private static final int MAX_DATA = 65_536;
  private static final SealingContext CONTEXT = new SealingContext("team-a/web", "n1");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 48_000, 48_001, 200_000})
  void bytesOfAnyLengthComeBackAndEachPartFits(int length) {
    var keys = SealingKeys.generate();
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);

    var sealed = SealedBytes.seal(bytes, "data-", Sealer.to(keys.publicKey()), CONTEXT);

    assertEquals((length + 47_999) / 48_000, sealed.size());
    assertTrue(sealed.stream().allMatch(value -> value.data().length() <= MAX_DATA));
    assertArrayEquals(bytes, SealedBytes.open(sealed, "data-", keys, CONTEXT));
    assertArrayEquals(new byte[0], SealedBytes.open(List.of(), "data-", keys, CONTEXT));
  }
}
