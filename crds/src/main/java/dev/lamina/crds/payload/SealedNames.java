package dev.lamina.crds.payload;

/// What the sealed parts of a Build are called: operator and agent have to agree.
public final class SealedNames {
  /// User name and password for the git source, each on a line.
  public static final String SOURCE = "git";

  /// Begin the names of registry credentials, each a Docker `config.json`.
  public static final String PULL = "pull-";

  public static final String PUSH = "push-";

  private SealedNames() {}

  /// The content of `secrets[index]`.
  public static String secret(int index) {
    return "secret-" + index;
  }

  /// As [#SOURCE], for `contexts[index]`.
  public static String context(int index) {
    return "git-" + index;
  }
}
