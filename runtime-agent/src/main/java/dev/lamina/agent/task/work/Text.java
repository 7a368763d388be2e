package dev.lamina.agent.task.work;

/// Text that has to fit a field.
public final class Text {
  /// What the message of an AssignmentResult may have.
  public static final int RESULT_MESSAGE = 256;

  private static final String ELLIPSIS = "...";

  private Text() {}

  /// The beginning of a text that is too long, with dots that say so. Never half a character.
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var end = limit - ELLIPSIS.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + ELLIPSIS;
  }

  /// The end of a text that is too long, from the beginning of a line if there is one.
  public static String tail(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var start = text.length() - limit;
    var line = text.indexOf('\n', start) + 1;
    if (line > 0 && line < text.length()) {
      return text.substring(line);
    }
    return text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
  }
}
