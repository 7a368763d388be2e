package dev.lamina.standalone.protobuf;

import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.standalone.status.StatusException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufBodyTest {
  /// `kubectl create secret generic s --from-literal=a=b`, as kubectl 1.32 sends it.
  private static final byte[] SECRET =
      HexFormat.of()
          .parseHex(
              "6b387300" // k8s\0
                  + "0a0c0a0276311206536563726574" // v1, Secret
                  + "121b" // raw, 27 bytes
                  + "0a0d0a017312001a002200" // metadata: name s, empty fields
                  + "2a003200" // uid, resourceVersion: empty
                  + "12060a0161120162" // data a: b
                  + "1a00" // type: empty
                  + "1a00" // contentEncoding
                  + "2200"); // contentType

  @Test
  void readsASecret() {
    assertEquals(
        yaml("{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: Yg==}}"),
        ProtobufBody.decode(SECRET));
  }

  @Test
  void refusesKindsThatComeAsJson() {
    var pod = HexFormat.of().parseHex("6b387300" + "0a090a0276311203506f64" + "1200");

    assertEquals(
        415, assertThrows(StatusException.class, () -> ProtobufBody.decode(pod)).status().code());
  }

  @Test
  void refusesEveryTruncationAndSurvivesEveryByte() {
    var random = new Random(7);
    for (var i = 0; i < 20_000; i++) {
      var body = Arrays.copyOf(SECRET, 5 + random.nextInt(SECRET.length - 4));
      body[4 + random.nextInt(body.length - 4)] = (byte) random.nextInt();
      decodeOrRefuse(body);
    }
  }

  private static void decodeOrRefuse(byte[] body) {
    try {
      ProtobufBody.decode(body);
    } catch (StatusException e) {
      assertEquals(4, e.status().code() / 100, () -> HexFormat.of().formatHex(body));
    }
  }
}
