package dev.lamina.agent.diff;

import dev.lamina.agent.archive.Refusal;
import dev.lamina.agent.linux.FileNames;
import java.util.ArrayList;
import java.util.List;

/// The name of an entry or the target of a hard link: components below the root of the image.
///
/// Absolute names and `.` are understood as everybody understands them; `..` has no honest use and
/// is refused.
record LayerPath(List<String> parents, String name) {
  private static final int MAX_NAME_BYTES = 255;
  private static final LayerPath ROOT = new LayerPath(List.of(), "");

  static LayerPath of(String text) {
    var components = components(text);
    if (components.isEmpty()) {
      return ROOT;
    }
    var name = components.removeLast();
    for (var parent : components) {
      if (parent.startsWith(EntryName.PREFIX)) {
        throw Refusal.malformed("a whiteout cannot be a directory");
      }
    }
    return new LayerPath(components, name);
  }

  boolean isRoot() {
    return name.isEmpty();
  }

  private static List<String> components(String text) {
    var components = new ArrayList<String>();
    var start = 0;
    while (start <= text.length()) {
      var slash = text.indexOf('/', start);
      var end = slash < 0 ? text.length() : slash;
      var component = text.substring(start, end);
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(checked(component));
      }
      start = end + 1;
    }
    return components;
  }

  private static String checked(String component) {
    if (component.equals("..")) {
      throw Refusal.malformed("a name with '..' could leave the root");
    }
    var mayBeLong = component.length() > MAX_NAME_BYTES / 3;
    if (mayBeLong && FileNames.encode(component).length > MAX_NAME_BYTES) {
      throw Refusal.malformed("a name of more than " + MAX_NAME_BYTES + " bytes");
    }
    return component;
  }
}
