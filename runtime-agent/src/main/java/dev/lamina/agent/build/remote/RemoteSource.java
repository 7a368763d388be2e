package dev.lamina.agent.build.remote;

import java.util.Locale;

/// Tells apart what ADD can read from.
public final class RemoteSource {
  private RemoteSource() {}

  public static boolean isUrl(String source) {
    return isHttp(source) && !isGit(source);
  }

  /// A git URL: of a git protocol, or http with a path that ends in `.git`.
  public static boolean isGit(String source) {
    if (source.startsWith("git://") || source.startsWith("ssh://") || isScp(source)) {
      return true;
    }
    var end = source.length();
    for (var c : new char[] {'#', '?'}) {
      var at = source.indexOf(c);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return isHttp(source) && source.substring(0, end).endsWith(".git");
  }

  private static boolean isHttp(String source) {
    var lower = source.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /// `git@host:path`
  private static boolean isScp(String source) {
    var at = source.indexOf('@');
    var colon = source.indexOf(':');
    return at > 0
        && colon > at + 1
        && source.substring(0, colon).chars().allMatch(c -> isHostCharacter(c) || c == '@');
  }

  private static boolean isHostCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }
}
