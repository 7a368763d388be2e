package dev.lamina.agent.dockerfile;

import java.util.Locale;

/// Guesses which word was meant.
public final class Suggestion {
  private static final int MAX_DISTANCE = 2;
  private static final int MAX_WORD = 32;

  private Suggestion() {}

  /// ` (did you mean RUN?)` for the closest candidate, or nothing.
  public static String of(String word, Iterable<String> candidates) {
    if (word.length() > MAX_WORD) {
      return "";
    }
    var best = "";
    var bestDistance = Math.min(MAX_DISTANCE + 1, word.length());
    for (var candidate : candidates) {
      var distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? "" : " (did you mean %s?)".formatted(best);
  }

  /// The number of letters to insert, delete, replace or swap with their neighbour.
  private static int distance(String a, String b) {
    var distances = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distances[i][j] = i + j;
          continue;
        }
        var same = a.charAt(i - 1) == b.charAt(j - 1);
        var replaced = distances[i - 1][j - 1] + (same ? 0 : 1);
        var shifted = 1 + Math.min(distances[i - 1][j], distances[i][j - 1]);
        distances[i][j] = Math.min(replaced, shifted);
        if (isSwap(a, i, b, j)) {
          distances[i][j] = Math.min(distances[i][j], distances[i - 2][j - 2] + 1);
        }
      }
    }
    return distances[a.length()][b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
