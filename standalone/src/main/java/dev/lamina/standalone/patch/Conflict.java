package dev.lamina.standalone.patch;

import dev.lamina.standalone.status.Status.Cause;
import dev.lamina.standalone.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/// Fields of another manager that an apply would change.
///
/// @param owner as messages show it
record Conflict(String owner, FieldSet fields) {

  static StatusException refusal(List<Conflict> conflicts) {
    var causes = conflicts.stream().flatMap(conflict -> conflict.causes().stream()).toList();
    if (causes.size() == 1) {
      var only = causes.getFirst();
      return StatusException.applyConflict(
          "Apply failed with 1 conflict: " + only.message() + ": " + only.field(), causes);
    }
    var lists = conflicts.stream().map(Conflict::text).toList();
    return StatusException.applyConflict(
        "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lists), causes);
  }

  private List<Cause> causes() {
    return paths().stream()
        .map(path -> new Cause("FieldManagerConflict", "conflict with " + owner, path))
        .toList();
  }

  private String text() {
    return "conflicts with " + owner + ":\n- " + String.join("\n- ", paths());
  }

  private List<String> paths() {
    var paths = new ArrayList<String>();
    collect(fields, "", paths);
    return paths;
  }

  private static void collect(FieldSet fields, String path, List<String> paths) {
    if (fields.isMember()) {
      paths.add(path);
    }
    fields.children().forEach((step, child) -> collect(child, path + shown(step), paths));
  }

  private static String shown(String step) {
    var value = step.substring(2);
    return switch (step.charAt(0)) {
      case 'f' -> "." + value;
      case 'k' ->
          "[" + value.substring(1, value.length() - 1).replaceAll("\"(\\w+)\":", "$1=") + "]";
      default -> "[=" + value + "]";
    };
  }
}
