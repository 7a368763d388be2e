package dev.lamina.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Debian's docker-registry on a free loopback port, with TLS and a password, and what it was asked
/// for. A test that needs it is skipped where it is not installed.
final class TestRegistry implements AutoCloseable {
  /// Not the name of loopback: that may be plain http.
  static final String HOST = "registry.test";

  static final String USERNAME = "lamina";
  static final String PASSWORD = "secret";

  private static final String PASSWORD_FILE_LINE =
      "lamina:$2y$04$R7/Dkiw84smhR3h9JuPJq.Fdn15OjwSfEswMP/DOb/j.hqq1/VsIa\n";
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on [^ \"]*:([0-9]+)");

  /// `127.0.0.1 - lamina [...] "HEAD /v2/web/manifests/1 HTTP/1.1" 200 ...`
  private static final Pattern REQUEST = Pattern.compile("\"(GET|HEAD) /v2/(\\S+) HTTP/[0-9.]+\"");

  private static final Duration START = Duration.ofSeconds(30);
  private static final String STORE_PASSWORD = "changeit";

  private final Path directory;
  private final Process process;
  private final int port;

  /// @param directory for its data, certificate and log
  TestRegistry(Path directory) throws IOException {
    this(directory, directory.resolve("data"), true);
  }

  /// Serves what another one holds, without a password and with a certificate of its own.
  static TestRegistry mirror(Path directory, TestRegistry of) throws IOException {
    return new TestRegistry(directory, of.directory.resolve("data"), false);
  }

  private TestRegistry(Path directory, Path data, boolean asksForPassword) throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "docker-registry is not installed");
    this.directory = Files.createDirectories(directory);
    makeCertificate();
    Files.writeString(directory.resolve("htpasswd"), PASSWORD_FILE_LINE);
    Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost " + HOST + "\n");
    Files.writeString(
        directory.resolve("config.yml"),
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: false}}
        storage: {filesystem: {rootdirectory: %2$s}}
        http: {addr: '127.0.0.1:0', tls: {certificate: %1$s/certificate.pem, key: %1$s/key.pem}}
        %3$s
        """
            .formatted(
                directory,
                data,
                asksForPassword
                    ? "auth: {htpasswd: {realm: test, path: %s/htpasswd}}".formatted(directory)
                    : ""));
    process =
        new ProcessBuilder(PROGRAM.toString(), "serve", directory.resolve("config.yml").toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    LaminaFixture.awaitThat(
        "the registry listens", START, () -> LISTENING.matcher(output()).find());
    port =
        LISTENING
            .matcher(output())
            .results()
            .map(found -> Integer.parseInt(found.group(1)))
            .findFirst()
            .orElseThrow();
  }

  /// The registry of a reference.
  String host() {
    return HOST + ":" + port;
  }

  int port() {
    return port;
  }

  /// Its certificate in PEM.
  Path certificate() {
    return directory.resolve("certificate.pem");
  }

  /// The options of a JVM that trusts it and finds it under its name.
  String trust() {
    return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(store(), STORE_PASSWORD)
        + " -Djdk.net.hosts.file="
        + directory.resolve("hosts");
  }

  /// What a Secret of type `kubernetes.io/dockerconfigjson` has for it.
  static String auth() {
    return Base64.getEncoder()
        .encodeToString((USERNAME + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  /// Every GET and HEAD so far, such as `HEAD web/manifests/1`; without those that were refused for
  /// want of a password.
  List<String> requests() {
    return output()
        .lines()
        .filter(line -> !line.contains(" 401 "))
        .flatMap(line -> REQUEST.matcher(line).results())
        .map(found -> found.group(1) + " " + found.group(2))
        .toList();
  }

  private String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "";
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private Path store() {
    return directory.resolve("store.p12");
  }

  private void makeCertificate() throws IOException {
    keytool(
        "-genkeypair -alias registry -keyalg EC -dname CN=registry"
            + " -ext san=dns:"
            + HOST
            + " -ext bc:c=ca:true");
    keytool("-exportcert -rfc -alias registry -file " + directory.resolve("certificate.pem"));
    // A store trusts what is in it as a certificate, not as a key.
    keytool("-importcert -noprompt -alias trusted -file " + directory.resolve("certificate.pem"));
    writeKey();
  }

  private void keytool(String arguments) throws IOException {
    var options = " -storetype PKCS12 -keystore " + store() + " -storepass " + STORE_PASSWORD;
    var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ApiFixture.run(
            new ProcessBuilder((program + " " + arguments + options).split(" ")), "", directory)
        .succeeds();
  }

  private void writeKey() throws IOException {
    try (var file = Files.newInputStream(store())) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(file, STORE_PASSWORD.toCharArray());
      var key = keys.getKey("registry", STORE_PASSWORD.toCharArray()).getEncoded();
      Files.writeString(
          directory.resolve("key.pem"),
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
