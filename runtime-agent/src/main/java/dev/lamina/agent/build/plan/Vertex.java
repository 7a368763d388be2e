package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Location;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One step of a build: an operation on the filesystems of its inputs. Two vertices are equal only
/// if they are the same.
public final class Vertex {
  private final String name;
  private final Location location;
  private final Op op;
  private final @Nullable Vertex parent;
  private final List<Vertex> sources;

  /// Puts a step into the graph.
  ///
  /// @param name as progress output shows it
  /// @param parent whose filesystem the operation changes; null for the empty one
  /// @param sources whose filesystems the operation reads
  Vertex(String name, Location location, Op op, @Nullable Vertex parent, List<Vertex> sources) {
    this.name = name;
    this.location = location;
    this.op = op;
    this.parent = parent;
    this.sources = List.copyOf(sources);
  }

  public String name() {
    return name;
  }

  public Location location() {
    return location;
  }

  public Op op() {
    return op;
  }

  public Optional<Vertex> parent() {
    return Optional.ofNullable(parent);
  }

  /// What [Origin.Input] counts.
  public List<Vertex> sources() {
    return sources;
  }

  /// The vertices that have to be done before this one.
  public List<Vertex> inputs() {
    return Stream.concat(parent().stream(), sources.stream()).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
