package dev.lamina.operator.imagebuild;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The images that a Dockerfile builds on, as far as they can be told without reading it as the
/// agent does. Good for a preference among nodes, where a name too many or too few does no harm.
final class BaseImages {
  private static final Pattern FROM =
      Pattern.compile(
          "^\\s*FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern COPY_FROM =
      Pattern.compile(
          "^\\s*COPY\\s+(?:--\\S+\\s+)*--from=(\\S+)\\s",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final String NOTHING = "scratch";

  private BaseImages() {}

  static Set<String> of(String dockerfile) {
    var names = new LinkedHashSet<String>();
    var stages = new LinkedHashSet<String>();
    var froms = FROM.matcher(dockerfile);
    while (froms.find()) {
      add(names, froms.group(1), stages);
      if (froms.group(2) != null) {
        stages.add(froms.group(2).toLowerCase(Locale.ROOT));
      }
    }
    var copies = COPY_FROM.matcher(dockerfile);
    while (copies.find()) {
      add(names, copies.group(1), stages);
    }
    return names;
  }

  private static void add(Set<String> names, String name, Set<String> stages) {
    var isImage =
        !name.contains("$")
            && !name.equals(NOTHING)
            && !NUMBER.matcher(name).matches()
            && !stages.contains(name.toLowerCase(Locale.ROOT));
    if (isImage) {
      names.add(name);
    }
  }
}
