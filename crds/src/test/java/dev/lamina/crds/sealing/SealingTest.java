package dev.lamina.crds.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.crds.meta.SealedValue;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
  private static final SealingContext CONTEXT = new SealingContext("team-a/warm", "worker-17");
  private static final byte[] SECRET = "user:pässword".getBytes(UTF_8);
  private static final SealingKeys KEYS = SealingKeys.generate();
  private static final SealedValue SEALED =
      Sealer.to(KEYS.publicKey()).seal("registry-pull", SECRET, CONTEXT);

  @Test
  void opensWhatWasSealedForItsKey() {
    assertArrayEquals(SECRET, KEYS.open(SEALED, CONTEXT));
    assertEquals(KEYS.keyId(), SEALED.keyID());
  }

  @Test
  void keysAreTheSameAfterTheyWereWrittenAndRead() {
    var restarted = SealingKeys.parse(KEYS.toText());

    assertEquals(KEYS.publicKey(), restarted.publicKey());
    assertArrayEquals(SECRET, restarted.open(SEALED, CONTEXT));
  }

  @Test
  void anotherNodeCannotOpenIt() {
    var other = SealingKeys.generate();

    assertThrows(SealingException.class, () -> other.open(SEALED, CONTEXT));
  }

  static Stream<SealedValue> changedValues() {
    var data = Base64.getDecoder().decode(SEALED.data());
    data[0] ^= 1;
    var flipped = Base64.getEncoder().encodeToString(data);
    return Stream.of(
        value("another-name", SEALED.keyID(), SEALED.epk(), SEALED.iv(), SEALED.data()),
        value(SEALED.id(), "another-key", SEALED.epk(), SEALED.iv(), SEALED.data()),
        value(SEALED.id(), SEALED.keyID(), SEALED.epk(), SEALED.iv(), flipped),
        value(SEALED.id(), SEALED.keyID(), SEALED.epk(), SEALED.iv(), "AAAA"),
        value(SEALED.id(), SEALED.keyID(), SEALED.epk(), "AAAA", SEALED.data()),
        value(SEALED.id(), SEALED.keyID(), SEALED.epk(), "", SEALED.data()),
        value(SEALED.id(), SEALED.keyID(), "c2hvcnQ=", SEALED.iv(), SEALED.data()),
        value(SEALED.id(), SEALED.keyID(), "not base64!", SEALED.iv(), SEALED.data()));
  }

  @ParameterizedTest
  @MethodSource("changedValues")
  void aChangedValueDoesNotOpen(SealedValue changed) {
    assertThrows(SealingException.class, () -> KEYS.open(changed, CONTEXT));
  }

  @Test
  void aValueOfAnotherOwnerOrNodeDoesNotOpen() {
    for (var context :
        new SealingContext[] {
          new SealingContext("team-b/warm", "worker-17"),
          new SealingContext("team-a/warm", "worker-18"),
          new SealingContext("team-a/warmworker-17", ""),
        }) {
      assertThrows(SealingException.class, () -> KEYS.open(SEALED, context), context.toString());
    }
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    var again = Sealer.to(KEYS.publicKey()).seal("registry-pull", SECRET, CONTEXT);

    assertNotEquals(SEALED.epk(), again.epk());
    assertNotEquals(SEALED.data(), again.data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "MCowBQYDK2VwAyEA"})
  void refusesWhatIsNoSealingKey(String text) {
    assertThrows(SealingException.class, () -> Sealer.to(text));
    assertThrows(SealingException.class, () -> SealingKeys.parse(text));
  }

  @Test
  void keysDoNotPrintTheirPrivateHalf() {
    var secret = KEYS.toText().split("\n", -1)[1];

    assertFalse(KEYS.toString().contains(secret));
  }

  private static SealedValue value(String id, String keyId, String epk, String iv, String data) {
    return new SealedValue(id, keyId, epk, iv, data);
  }
}
