package dev.lamina.agent.dockerfile;

import java.util.Set;

/// Expands one `$name` or `${...}` at the cursor of a [ShellWord].
final class Substitution {
  private final ShellWord word;
  private final Variables variables;
  private final boolean keepUnset;

  Substitution(ShellWord word, Variables variables, Set<ShellLexer.Option> options) {
    this.word = word;
    this.variables = variables;
    this.keepUnset = options.contains(ShellLexer.Option.KEEP_UNSET);
  }

  String expand() {
    word.next();
    if (word.peek() == '{') {
      word.next();
      return braced();
    }
    var name = name();
    if (name.isEmpty()) {
      return "$";
    }
    return plain(name, "$" + name);
  }

  private String plain(String name, String written) {
    var value = variables.get(name);
    if (value.isEmpty()) {
      variables.missed(name);
    }
    return value.orElse(keepUnset ? written : "");
  }

  private String braced() {
    switch (word.peek()) {
      case ShellWord.END -> throw new SyntaxException("syntax error: missing '}'");
      case '{', '}', ':' -> throw new SyntaxException("syntax error: bad substitution");
      default -> {}
    }
    var name = name();
    var operator = word.next();
    return switch (operator) {
      case '}' -> plain(name, "${" + name + "}");
      case ':' -> modified(name, word.next(), true);
      case '+', '-', '?', '#', '%' -> modified(name, operator, false);
      case '/' -> replaced(name);
      default -> throw unsupported(operator, false);
    };
  }

  /// @param emptyIsUnset whether a colon stood before the operator
  private String modified(String name, int operator, boolean emptyIsUnset) {
    var trims = operator == '#' || operator == '%';
    if (trims && emptyIsUnset) {
      throw unsupported(operator, true);
    }
    var argument = argument('}', trims, "missing '}'");
    var value = variables.get(name);
    if (keepUnset && value.isEmpty()) {
      return "${%s%s%s%s}".formatted(name, emptyIsUnset ? ":" : "", shown(operator), argument);
    }
    var present = value.filter(text -> !emptyIsUnset || !text.isEmpty());
    return switch (operator) {
      case '-' -> present.orElse(argument);
      case '+' -> present.isPresent() ? argument : "";
      case '?' -> present.orElseThrow(() -> required(name, value.isPresent(), argument));
      case '#', '%' -> trimmed(operator, argument, value.orElse(""));
      default -> throw unsupported(operator, emptyIsUnset);
    };
  }

  private static String trimmed(int operator, String argument, String value) {
    var longest = argument.startsWith(Character.toString(operator));
    var pattern = new ShellPattern(longest ? argument.substring(1) : argument);
    return operator == '#'
        ? pattern.trimPrefix(value, longest)
        : pattern.trimSuffix(value, longest);
  }

  private String replaced(String name) {
    var all = word.peek() == '/';
    if (all) {
      word.next();
    }
    var pattern = argument('/', true, "missing '/' in ${}");
    var replacement = argument('}', true, "missing '}'");
    var value = variables.get(name);
    if (keepUnset && value.isEmpty()) {
      return "${%s/%s/%s}".formatted(name, pattern, replacement);
    }
    var compiled = new ShellPattern(pattern);
    return all
        ? compiled.replaceAll(value.orElse(""), replacement)
        : compiled.replaceFirst(value.orElse(""), replacement);
  }

  private String argument(int stop, boolean keepEscapes, String missing) {
    try {
      return word.expandUntil(stop, keepEscapes).text();
    } catch (SyntaxException e) {
      throw word.peek() == ShellWord.END ? new SyntaxException("syntax error: " + missing) : e;
    }
  }

  /// Letters, digits and `_`; a name that starts with a digit is all digits; a special parameter is
  /// one character.
  private String name() {
    var first = word.peek();
    if (!Character.isDigit(first) && isSpecialParameter(first)) {
      return Character.toString(word.next());
    }
    var name = new StringBuilder();
    var digitsOnly = Character.isDigit(first);
    while (digitsOnly ? Character.isDigit(word.peek()) : isNameCharacter(word.peek())) {
      name.appendCodePoint(word.next());
    }
    return name.toString();
  }

  private static boolean isNameCharacter(int c) {
    return Character.isLetter(c) || Character.isDigit(c) || c == '_';
  }

  private static boolean isSpecialParameter(int c) {
    return c != ShellWord.END && "@*#?-$!".indexOf(c) >= 0;
  }

  private static SyntaxException required(String name, boolean isSet, String message) {
    var what = message;
    if (message.isEmpty()) {
      what = isSet ? "is not allowed to be empty" : "is not allowed to be unset";
    }
    return new SyntaxException(name + ": " + what);
  }

  private static SyntaxException unsupported(int operator, boolean colon) {
    return new SyntaxException(
        "unsupported modifier (%s%s) in substitution".formatted(colon ? ":" : "", shown(operator)));
  }

  private static String shown(int operator) {
    return operator == ShellWord.END ? "" : Character.toString(operator);
  }
}
