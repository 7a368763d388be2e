package dev.lamina.agent.registry;

/// A user name and a password, or an identity token in place of both.
public sealed interface Credential {
  record Basic(String username, String password) implements Credential {
    @Override
    public String toString() {
      return "Basic[username=" + username + "]";
    }
  }

  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "IdentityToken[]";
    }
  }
}
