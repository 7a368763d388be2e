package dev.lamina.agent.build.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a git server is shown.
///
/// @param username may be empty
/// @param password or token
public record GitCredential(String username, String password) {
  /// The value of an `Authorization` header.
  String basic() {
    var pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "GitCredential[" + username + "]";
  }
}
