package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Debian's docker-registry on a free loopback port, with its data in a directory of the test.
///
/// A test that needs it is skipped where docker-registry is not installed.
public final class LocalRegistry implements AutoCloseable {
  public static final String USERNAME = "lamina";
  public static final String PASSWORD = "secret";

  private static final String PASSWORD_FILE_LINE =
      "lamina:$2y$04$R7/Dkiw84smhR3h9JuPJq.Fdn15OjwSfEswMP/DOb/j.hqq1/VsIa\n";
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on [^ \"]*:([0-9]+)");
  private static final String STORE_PASSWORD = "changeit";

  private final Process process;
  private final Thread log;
  private final int port;
  private final Path directory;

  private LocalRegistry(Path directory, String options) throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "docker-registry is not installed");
    this.directory = directory;
    var config = directory.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: info}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        %s\
        """
            .formatted(directory.resolve("data"), options));
    this.process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    var lines = process.inputReader(StandardCharsets.UTF_8);
    this.port = awaitPort(lines);
    this.log = Thread.ofVirtual().start(() -> drain(lines));
  }

  /// Plain http, for anybody.
  public static LocalRegistry start(Path directory) throws IOException {
    return new LocalRegistry(directory, "http: {addr: '127.0.0.1:0'}\n");
  }

  /// Plain http, for [#USERNAME] only.
  public static LocalRegistry startWithPassword(Path directory) throws IOException {
    return new LocalRegistry(directory, "http: {addr: '127.0.0.1:0'}\n" + passwords(directory));
  }

  /// https, for [#USERNAME] only; [#certificate] is what to trust.
  public static LocalRegistry startSecure(Path directory) throws IOException {
    makeCertificate(directory);
    var http =
        "http: {addr: '127.0.0.1:0', tls: {certificate: %s, key: %s}}%n"
            .formatted(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
    return new LocalRegistry(directory, http + passwords(directory));
  }

  /// `127.0.0.1:port`, the registry of a reference.
  public String host() {
    return "127.0.0.1:" + port;
  }

  /// PEM file of the certificate of a secure registry, which signed itself.
  public Path certificate() {
    return directory.resolve("certificate.pem");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      log.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int awaitPort(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("docker-registry ended before it listened");
  }

  private static void drain(BufferedReader lines) {
    try {
      lines.lines().forEach(_ -> {});
    } catch (UncheckedIOException e) {
      // The registry was stopped, and its output closed.
    }
  }

  private static String passwords(Path directory) throws IOException {
    var file = directory.resolve("htpasswd");
    Files.writeString(file, PASSWORD_FILE_LINE);
    return "auth: {htpasswd: {realm: test, path: %s}}%n".formatted(file);
  }

  private static void makeCertificate(Path directory) throws IOException {
    var store = directory.resolve("store.p12");
    var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var keytool =
        new ProcessBuilder(
                program,
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=registry",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc:c=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed");
      }
      var loaded = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
      var key = loaded.getKey("registry", STORE_PASSWORD.toCharArray());
      write(directory.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
      var certificate = loaded.getCertificate("registry").getEncoded();
      write(directory.resolve("certificate.pem"), "CERTIFICATE", certificate);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void write(Path file, String kind, byte[] encoded) throws IOException {
    var text = Base64.getMimeEncoder().encodeToString(encoded);
    Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind));
  }
}
