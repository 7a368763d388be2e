package dev.lamina.agent.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A Dockerfile, parsed whole: an error anywhere is found before anything is built.
///
/// @param globalArguments the ARG instructions before the first FROM
/// @param emptyContinuations lines that are empty although an instruction goes on there
public record Dockerfile(
    String name,
    Directives directives,
    List<Instruction.Arg> globalArguments,
    List<Stage> stages,
    List<Integer> emptyContinuations) {
  public Dockerfile {
    emptyContinuations = List.copyOf(emptyContinuations);
    globalArguments = List.copyOf(globalArguments);
    stages = List.copyOf(stages);
  }

  /// A file that was not written by anybody, so that there is no empty line in it.
  public Dockerfile(
      String name, Directives directives, List<Instruction.Arg> arguments, List<Stage> stages) {
    this(name, directives, arguments, stages, List.of());
  }

  /// Parses the text of a file or throws [DockerfileException].
  ///
  /// @param name how messages call the file
  public static Dockerfile parse(String name, byte[] text) {
    var lines = new LogicalLines(name, text);
    var logicalLines = lines.readAll();
    var directives = lines.directives();
    var statements =
        logicalLines.stream()
            .map(line -> InstructionParser.parse(line, directives.escape()))
            .toList();
    return new Assembly(name, directives, lines.emptyContinuations()).assemble(statements);
  }

  /// Parses the text of an ONBUILD trigger, which is one instruction.
  ///
  /// @param at the FROM that runs the trigger
  public static Instruction parseTrigger(String trigger, Location at) {
    try {
      var lines = new LogicalLines(at.file(), trigger.getBytes(StandardCharsets.UTF_8));
      var logicalLines = lines.readAll();
      if (logicalLines.size() == 1) {
        var line = logicalLines.getFirst();
        var text = line.location().text();
        var location = new Location(at.file(), at.firstLine(), at.lastLine(), text);
        var moved = new LogicalLine(location, line.instruction(), line.heredocs());
        if (InstructionParser.parse(moved, lines.directives().escape()) instanceof Instruction i) {
          return i;
        }
      }
    } catch (DockerfileException e) {
      throw at.error("ONBUILD trigger \"%s\": %s".formatted(trigger, e.what()));
    }
    throw at.error("ONBUILD trigger \"%s\" is not a single instruction".formatted(trigger));
  }

  /// Distributes the statements to stages.
  private static final class Assembly {
    private final String name;
    private final Directives directives;
    private final List<Integer> emptyContinuations;
    private final List<Instruction.Arg> globalArguments = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    Assembly(String name, Directives directives, List<Integer> emptyContinuations) {
      this.name = name;
      this.directives = directives;
      this.emptyContinuations = emptyContinuations;
    }

    Dockerfile assemble(List<Statement> statements) {
      var at = 0;
      while (at < statements.size() && statements.get(at) instanceof Instruction.Arg arg) {
        globalArguments.add(arg);
        at++;
      }
      while (at < statements.size()) {
        at = stage(statements, at);
      }
      if (stages.isEmpty()) {
        throw globalArguments.getLast().location().error("there is no FROM, so no stage to build");
      }
      return new Dockerfile(name, directives, globalArguments, stages, emptyContinuations);
    }

    private int stage(List<Statement> statements, int start) {
      if (!(statements.get(start) instanceof From from)) {
        throw statements
            .get(start)
            .location()
            .error("no build stage in current context: the first instruction must be FROM");
      }
      var instructions = new ArrayList<Instruction>();
      var at = start + 1;
      while (at < statements.size() && statements.get(at) instanceof Instruction instruction) {
        instructions.add(instruction);
        at++;
      }
      stages.add(new Stage(stages.size(), from, instructions));
      return at;
    }
  }
}
