package dev.lamina.agent.registry.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,              a loopback",
    "127.8.9.1,              a loopback",
    "::1,                    a loopback",
    "::ffff:127.0.0.1,       a loopback",
    "::7f00:1,               a loopback",
    "64:ff9b::7f00:1,        a loopback",
    "64:ff9b::a9fe:a9fe,     a link-local",
    "2002:7f00:1::,          a loopback",
    "0.0.0.0,                an unspecified",
    "0.1.2.3,                an unspecified",
    "::,                     an unspecified",
    "169.254.169.254,        a link-local",
    "fe80::1,                a link-local",
    "224.0.0.1,              a multicast",
    "255.255.255.255,        a multicast",
    "ff02::1,                a multicast",
    "fd00:ec2::254,          a cloud metadata",
    "100.100.100.200,        a cloud metadata",
  })
  void refusesWhatOnlyThisMachineAndItsCloudReach(String address, String kind) {
    var objection = objection(AddressPolicy.GUARDED, address, 80);
    assertTrue(objection.contains(" is " + kind + " address"), objection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "10.0.0.1", "192.168.1.1", "fd00::1", "2606:4700::1111"})
  void allowsTheWorldAndPrivateNetworks(String address) {
    assertEquals("", objection(AddressPolicy.GUARDED, address, 443));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 8900, true",
    "127.0.0.1, 80,   false",
    "::1,       443,  true",
    "::1,       80,   false",
    "10.1.2.3,  80,   true",
    "10.2.2.3,  80,   false",
    "fd00::1,   80,   false",
  })
  void whatIsAllowedGoesBeforeWhatIsDenied(String address, int port, boolean isAllowed) {
    var policy =
        AddressPolicy.guarded(
            List.of(range("127.0.0.1:8900"), range("[::1]:443"), range("10.1.0.0/16")),
            List.of(range("10.0.0.0/8"), range("fd00::/8")));
    assertEquals(isAllowed, objection(policy, address, port).isEmpty());
  }

  @Test
  void anywhereIsAnywhere() {
    assertTrue(AddressPolicy.ANYWHERE.allowsEverything());
    assertEquals("", objection(AddressPolicy.ANYWHERE, "127.0.0.1", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "a.b:80",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "127.0.0.1:0",
        "127.0.0.1:99999",
        "[::1",
        "::1]:80",
        "127.0.0.1:"
      })
  void readsNothingElse(String text) {
    assertThrows(AgentException.class, () -> range(text));
  }

  private static AddressRange range(String text) {
    return AddressRange.parse(text);
  }

  private static String objection(AddressPolicy policy, String address, int port) {
    return policy.objection(InetAddress.ofLiteral(address), port).orElse("");
  }
}
