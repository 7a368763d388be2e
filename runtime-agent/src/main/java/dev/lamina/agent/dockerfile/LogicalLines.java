package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Joins physical lines to logical ones: directives first, then instructions with their
/// continuations and here-documents.
final class LogicalLines {
  private final String file;
  private final PhysicalLines lines;
  private final List<Integer> emptyContinuations = new ArrayList<>();
  private final Directives.Collector directives = new Directives.Collector();

  LogicalLines(String file, byte[] text) {
    this.file = file;
    this.lines = new PhysicalLines(file, text);
  }

  List<LogicalLine> readAll() {
    var result = new ArrayList<LogicalLine>();
    while (lines.hasNext()) {
      var line = Whitespace.trimLeft(Whitespace.trimLineEnd(lines.next()));
      var first = lines.number();
      at(new Location(file, first, first, line), () -> acceptDirective(line));
      if (!line.isEmpty() && !isComment(line)) {
        result.add(logicalLine(line));
      }
    }
    if (result.isEmpty()) {
      throw new DockerfileException(
          file, Math.max(lines.number(), 1), "", "file with no instructions");
    }
    return result;
  }

  /// Lines that are empty inside an instruction.
  List<Integer> emptyContinuations() {
    return emptyContinuations;
  }

  Directives directives() {
    return directives.directives();
  }

  static boolean isComment(String line) {
    return Whitespace.trimLeft(line).startsWith("#");
  }

  private boolean acceptDirective(String line) {
    directives.accept(line);
    return true;
  }

  private LogicalLine logicalLine(String firstPart) {
    var first = lines.number();
    var text = joinContinuations(firstPart);
    var location = new Location(file, first, lines.number(), text);
    var instruction = at(location, () -> InstructionLine.split(text, directives.escape()));
    var heredocs = at(location, () -> readHeredocs(text, instruction));
    return new LogicalLine(new Location(file, first, lines.number(), text), instruction, heredocs);
  }

  /// Comments and empty lines inside an instruction are dropped; leading white space of the
  /// continuation is kept.
  private String joinContinuations(String firstPart) {
    var text = new StringBuilder();
    var continues = appendPart(text, firstPart);
    while (continues && lines.hasNext()) {
      var line = Whitespace.trimLineEnd(lines.next());
      if (Whitespace.trimLeft(line).isEmpty()) {
        emptyContinuations.add(lines.number());
      } else if (!isComment(line)) {
        continues = appendPart(text, line);
      }
    }
    return text.toString();
  }

  /// Appends the line without its continuation character and says whether it had one: an escape
  /// character that only blanks follow and no other escape character precedes.
  private boolean appendPart(StringBuilder text, String line) {
    var escape = directives.escape();
    var last = line.length() - 1;
    while (last >= 0 && (line.charAt(last) == ' ' || line.charAt(last) == '\t')) {
      last--;
    }
    var continues =
        last >= 0 && line.charAt(last) == escape && (last == 0 || line.charAt(last - 1) != escape);
    text.append(line, 0, continues ? last : line.length());
    return continues;
  }

  private List<Heredoc> readHeredocs(String text, InstructionLine instruction) {
    if (!text.contains("<<") || !instruction.mayHaveHeredocs(directives.escape())) {
      return List.of();
    }
    return Heredoc.announcedBy(text).stream().map(this::readBody).toList();
  }

  private Heredoc readBody(Heredoc heredoc) {
    var body = new StringBuilder();
    while (lines.hasNext()) {
      var line = lines.next();
      var candidate = Whitespace.trimLineEnd(line);
      if (heredoc.chomp()) {
        candidate = Whitespace.trimLeadingTabs(candidate);
      }
      if (candidate.equals(heredoc.name())) {
        return heredoc.withBody(body.toString());
      }
      body.append(line);
    }
    throw new SyntaxException("unterminated heredoc: no line is " + heredoc.name());
  }

  private static <T> T at(Location location, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (SyntaxException e) {
      throw location.error(e.what());
    }
  }
}
