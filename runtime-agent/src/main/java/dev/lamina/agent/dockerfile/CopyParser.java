package dev.lamina.agent.dockerfile;

import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.SWITCH;
import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.VALUE;
import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.VALUES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// COPY and ADD.
final class CopyParser {
  private static final Map<String, InstructionFlags.Kind> COPY_FLAGS =
      Map.of(
          "from", VALUE,
          "chown", VALUE,
          "chmod", VALUE,
          "link", SWITCH,
          "parents", SWITCH,
          "exclude", VALUES);
  private static final Map<String, InstructionFlags.Kind> ADD_FLAGS =
      Map.of(
          "chown", VALUE,
          "chmod", VALUE,
          "link", SWITCH,
          "exclude", VALUES,
          "keep-git-dir", SWITCH,
          "checksum", VALUE,
          "unpack", SWITCH);

  private final LogicalLine line;

  CopyParser(LogicalLine line) {
    this.line = line;
  }

  Instruction parse(Keyword keyword) {
    var source = line.instruction();
    var words = words(source.arguments());
    if (words.size() < 2) {
      throw new SyntaxException(
          "%s requires at least two arguments, but only one was provided. Destination could not be determined"
              .formatted(keyword));
    }
    var isAdd = keyword == Keyword.ADD;
    var flags = InstructionFlags.parse(source.flags(), isAdd ? ADD_FLAGS : COPY_FLAGS);
    var spec = spec(keyword, words, flags);
    return isAdd ? add(spec, flags) : copy(spec, flags);
  }

  private Instruction add(CopySpec spec, InstructionFlags flags) {
    return new Instruction.Add(
        line.location(),
        spec,
        flags.valueOrEmpty("checksum"),
        flags.switchValue("keep-git-dir"),
        flags.switchValue("unpack"));
  }

  private Instruction copy(CopySpec spec, InstructionFlags flags) {
    var from = flags.valueOrEmpty("from");
    return new Instruction.Copy(
        line.location(), spec, from.isEmpty() ? null : from, flags.isOn("parents"));
  }

  private CopySpec spec(Keyword keyword, List<String> words, InstructionFlags flags) {
    var destination = words.getLast();
    if (Heredoc.parse(destination).isPresent()) {
      throw new SyntaxException(keyword + " cannot accept a heredoc as a destination");
    }
    var sources = new ArrayList<String>();
    var documents = new ArrayList<Heredoc>();
    for (var word : words.subList(0, words.size() - 1)) {
      Heredoc.parse(word).ifPresentOrElse(h -> documents.add(body(h)), () -> sources.add(word));
    }
    return new CopySpec(
        sources,
        documents,
        destination,
        flags.valueOrEmpty("chown"),
        flags.valueOrEmpty("chmod"),
        flags.isOn("link"),
        flags.all("exclude"));
  }

  /// Of two here-documents with one name, both get the content of the last.
  private Heredoc body(Heredoc announced) {
    return line.heredocs().reversed().stream()
        .filter(heredoc -> heredoc.name().equals(announced.name()))
        .findFirst()
        .map(heredoc -> announced.withBody(heredoc.body()))
        .orElse(announced);
  }

  private static List<String> words(String arguments) {
    return JsonStrings.parse(arguments).orElseGet(() -> Whitespace.split(arguments, 0));
  }
}
