package dev.lamina.agent.registry.transport;

/// Text from outside, made fit for a message.
public final class Text {
  private static final int SHOWN = 300;

  private Text() {}

  /// One line without control characters, cut where it gets long.
  public static String line(String text) {
    var cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    var line = new StringBuilder(cut.length());
    cut.codePoints().map(c -> isShown(c) ? c : ' ').forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
