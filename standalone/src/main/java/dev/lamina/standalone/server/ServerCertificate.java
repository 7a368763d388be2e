package dev.lamina.standalone.server;

import dev.lamina.standalone.file.OwnFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The server's key and its self-signed certificate, which is its own CA: made once by the JDK's
/// keytool, kept in a key store for the owner's eyes only.
///
/// TLS on the loopback is there for the clients: kubectl sends tokens over nothing else.
public final class ServerCertificate {
  private static final String ALIAS = "server";
  // Not a secret: the key store is protected by the mode of its file. To stretch it and to check it
  // would take a good part of a start.
  private static final char[] PASSWORD = "loopback".toCharArray();

  // A curve: the search for the primes of an RSA key takes from half a second to three of a start,
  // and saves the later ones a tenth.
  private static final String KEYTOOL =
      """
      -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
      -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE
      -J-Dkeystore.pkcs12.macAlgorithm=NONE
      -J-Dkeystore.pkcs12.keyPbeIterationCount=1
      -genkeypair -alias %s -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA
      -dname CN=lamina -validity 3650
      -ext san=ip:127.0.0.1,dns:localhost
      -ext bc:c=ca:true
      -ext ku:c=digitalSignature,keyCertSign
      -ext eku=serverAuth
      -storetype PKCS12 -storepass %s
      """
          .formatted(ALIAS, new String(PASSWORD));

  private final KeyStore keys;

  private ServerCertificate(KeyStore keys) {
    this.keys = keys;
  }

  /// Opens the key store of a file, or makes it.
  public static ServerCertificate at(Path file) {
    try {
      if (!Files.exists(file)) {
        generate(file);
      }
      return new ServerCertificate(KeyStore.getInstance(file.toFile(), PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException("opening the key store " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening the key store " + file, e);
    }
  }

  private static void generate(Path file) throws IOException {
    var temporary = OwnFile.temporary(file);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(KEYTOOL.strip().split("\\s+")));
    command.addAll(List.of("-keystore", temporary.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    await(process, output);
    OwnFile.adopt(temporary, file);
  }

  private static void await(Process keytool, String output) throws IOException {
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made the certificate", e);
    }
  }

  SSLContext context() {
    try {
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      // Nobody is asked for a certificate: nothing has to be trusted.
      context.init(managers.getKeyManagers(), new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("setting up TLS", e);
    }
  }

  /// What clients have to trust.
  public String pem() {
    try {
      var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
      var body = encoder.encodeToString(keys.getCertificate(ALIAS).getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("reading the certificate", e);
    }
  }
}
