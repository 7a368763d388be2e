package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new UnknownHostException("nowhere.example"), "host not found: nowhere.example"),
        Arguments.of(new ConnectException("Connection refused"), "Connection refused"),
        Arguments.of(new IOException("eh"), "java.io.IOException: eh"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhyInWords(IOException failure, String why) {
    var endpoint =
        new Endpoint(URI.create("https://registry.example"), "registry.example", "web", null);

    var said = Failures.of("manifest", endpoint, failure).getMessage();

    assertEquals("manifest from %s: %s".formatted(endpoint, why), said);
  }
}
