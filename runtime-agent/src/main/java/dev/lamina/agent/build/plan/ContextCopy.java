package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Location;
import java.util.List;

/// Files of a build context as a filesystem, for what needs one: mounts and FROM.
final class ContextCopy {
  private ContextCopy() {}

  /// Adds the vertex that copies a part of a context, under its own path.
  ///
  /// @param path absolute and clean; not a pattern
  static Vertex add(
      List<Vertex> vertices, String name, String context, String path, Location location) {
    var traits = path.equals("/") ? Op.CopyTraits.PLAIN : Op.CopyTraits.PLAIN.withParents();
    var source = new Op.CopySource.Local(literal(path));
    var op = new Op.Copy(new Origin.Context(context), List.of(source), List.of(), "/", traits);
    var vertex = new Vertex(name, location, op, null, List.of());
    vertices.add(vertex);
    return vertex;
  }

  /// The wildcard that matches this path and nothing else.
  private static String literal(String path) {
    return path.replaceAll("([\\\\*?\\[])", "\\\\$1");
  }
}
