package dev.lamina.standalone.access;

import dev.lamina.standalone.file.OwnFile;
import dev.lamina.standalone.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The bearer tokens of the accounts: made once, kept in a file for the owner's eyes only.
public final class Tokens {
  private static final int BYTES = 32;
  private static final String BEARER = "Bearer ";

  private final Map<Account, String> tokens;
  private final Map<String, User> users;

  private Tokens(Map<Account, String> tokens) {
    this.tokens = tokens;
    this.users =
        tokens.entrySet().stream()
            .collect(Collectors.toMap(it -> digest(it.getValue()), it -> it.getKey().user()));
  }

  /// Reads the tokens of a file; where it lacks one, all are made anew and written.
  public static Tokens at(Path file) {
    try {
      var stored = Files.exists(file) ? read(file) : Map.<Account, String>of();
      return new Tokens(stored.isEmpty() ? write(file) : stored);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the tokens in " + file, e);
    }
  }

  /// Nobody is let in by a token that is not there.
  private static Map<Account, String> read(Path file) throws IOException {
    var stored = Json.parse(Files.readAllBytes(file));
    var tokens = new EnumMap<Account, String>(Account.class);
    for (var account : Account.values()) {
      tokens.put(account, stored.path(account.id()).asText());
    }
    return tokens.containsValue("") ? Map.of() : tokens;
  }

  private static Map<Account, String> write(Path file) throws IOException {
    var tokens = new EnumMap<Account, String>(Account.class);
    var fresh = Json.object();
    for (var account : Account.values()) {
      tokens.put(account, random());
      fresh.put(account.id(), tokens.get(account));
    }
    OwnFile.write(file, Json.bytes(fresh));
    return tokens;
  }

  private static String random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public String of(Account account) {
    return tokens.getOrDefault(account, "");
  }

  /// Whose token an Authorization header carries. Looked up by digest, so that the time it takes
  /// says nothing about how close a guess was.
  public Optional<User> authenticate(String authorization) {
    return authorization.startsWith(BEARER)
        ? Optional.ofNullable(users.get(digest(authorization.substring(BEARER.length()).strip())))
        : Optional.empty();
  }

  private static String digest(String token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
