package dev.lamina.agent.dockerfile;

import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.VALUE;
import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.VALUES;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Turns a logical line into a statement.
final class InstructionParser {
  private static final Map<String, InstructionFlags.Kind> RUN_FLAGS =
      Map.of("mount", VALUES, "network", VALUE, "security", VALUE, "device", VALUES);
  private static final Set<String> NETWORKS = Set.of("default", "none", "host");
  private static final Set<String> SECURITIES = Set.of("sandbox", "insecure");

  private final LogicalLine line;
  private final InstructionLine source;
  private final Location location;
  private final char escape;

  private InstructionParser(LogicalLine line, char escape) {
    this.line = line;
    this.source = line.instruction();
    this.location = line.location();
    this.escape = escape;
  }

  static Statement parse(LogicalLine line, char escape) {
    try {
      return new InstructionParser(line, escape).statement();
    } catch (SyntaxException e) {
      throw line.location().error(e.what());
    }
  }

  private Statement statement() {
    var keyword =
        Keyword.of(source.name())
            .orElseThrow(() -> new SyntaxException(Keyword.unknown(source.name())));
    return switch (keyword) {
      case FROM -> from();
      case RUN -> run();
      case COPY, ADD -> new CopyParser(line).parse(keyword);
      case CMD -> new Instruction.Cmd(location, withoutFlags(this::commandLine));
      case ENTRYPOINT -> new Instruction.Entrypoint(location, withoutFlags(this::commandLine));
      case SHELL -> new Instruction.Shell(location, withoutFlags(this::shell));
      case ENV -> new Instruction.Env(location, withoutFlags(() -> pairs("ENV")));
      case LABEL -> new Instruction.Label(location, withoutFlags(() -> pairs("LABEL")));
      case ARG -> new Instruction.Arg(location, withoutFlags(this::definitions));
      case WORKDIR -> new Instruction.Workdir(location, withoutFlags(() -> text("WORKDIR")));
      case USER -> new Instruction.User(location, withoutFlags(() -> text("USER")));
      case MAINTAINER ->
          new Instruction.Maintainer(location, withoutFlags(() -> text("MAINTAINER")));
      case STOPSIGNAL ->
          new Instruction.StopSignal(location, withoutFlags(() -> text("STOPSIGNAL")));
      case EXPOSE -> new Instruction.Expose(location, withoutFlags(this::ports));
      case VOLUME -> new Instruction.Volume(location, withoutFlags(this::volumes));
      case HEALTHCHECK -> new Instruction.HealthCheck(location, HealthCheckParser.parse(source));
      case ONBUILD -> new Instruction.OnBuild(location, withoutFlags(this::trigger));
    };
  }

  private From from() {
    var flags = InstructionFlags.parse(source.flags(), Map.of("platform", VALUE));
    var words = source.arguments().isEmpty() ? List.<String>of() : words();
    if (words.size() == 1) {
      return new From(location, words.getFirst(), null, flags.value("platform"));
    }
    if (words.size() != 3 || !words.get(1).equalsIgnoreCase("as")) {
      throw new SyntaxException("FROM requires either one or three arguments");
    }
    var name = StageName.parse(words.get(2));
    return new From(location, words.getFirst(), name, flags.value("platform"));
  }

  private Instruction run() {
    var flags = InstructionFlags.parse(source.flags(), RUN_FLAGS);
    var network = oneOf(flags, "network", NETWORKS);
    var security = oneOf(flags, "security", SECURITIES);
    var mounts = flags.all("mount");
    mounts.forEach(Mount::checkFrom);
    return new Instruction.Run(
        location,
        commandLine(),
        mounts,
        network.isEmpty() ? null : network,
        security.isEmpty() ? null : security,
        flags.all("device"));
  }

  private static String oneOf(InstructionFlags flags, String name, Set<String> allowed) {
    var value = flags.value(name);
    if (value != null && !allowed.contains(value)) {
      throw new SyntaxException("invalid %s mode \"%s\"".formatted(name, value));
    }
    return value == null ? "" : value;
  }

  private CommandLine commandLine() {
    var strings = JsonStrings.parse(source.arguments());
    if (strings.isPresent()) {
      return new CommandLine(strings.get(), false, List.of());
    }
    var text = source.arguments();
    return new CommandLine(text.isEmpty() ? List.of() : List.of(text), true, line.heredocs());
  }

  private List<String> shell() {
    var words = JsonStrings.parse(source.arguments());
    if (source.arguments().isEmpty() || words.filter(List::isEmpty).isPresent()) {
      throw new SyntaxException("SHELL requires at least one argument");
    }
    return words.orElseThrow(
        () -> new SyntaxException("SHELL requires the arguments to be in JSON form"));
  }

  /// `KEY=value` words, or the old form in which the rest of the line is the value of one key.
  private List<KeyValue> pairs(String instruction) {
    var words = QuotedWords.split(source.arguments(), escape);
    if (words.isEmpty()) {
      throw new SyntaxException(instruction + " requires at least one argument");
    }
    if (words.getFirst().indexOf('=') < 0) {
      var parts = Whitespace.split(source.arguments(), 2);
      if (parts.size() < 2) {
        throw new SyntaxException(instruction + " must have two arguments");
      }
      return List.of(new KeyValue(parts.get(0), parts.get(1)));
    }
    return words.stream().map(word -> pair(instruction, word)).toList();
  }

  private static KeyValue pair(String instruction, String word) {
    var equals = word.indexOf('=');
    if (equals < 0) {
      throw new SyntaxException(
          "can't find = in \"%s\"; must be of the form: name=value".formatted(word));
    }
    if (equals == 0) {
      throw new SyntaxException(instruction + " names can not be blank");
    }
    return new KeyValue(word.substring(0, equals), word.substring(equals + 1));
  }

  private List<ArgDefinition> definitions() {
    var words = QuotedWords.split(source.arguments(), escape);
    if (words.isEmpty()) {
      throw new SyntaxException("ARG requires at least one argument");
    }
    var definitions = new ArrayList<ArgDefinition>();
    for (var word : words) {
      definitions.add(
          word.indexOf('=') < 0
              ? new ArgDefinition(word, null)
              : new ArgDefinition(pair("ARG", word).key(), pair("ARG", word).value()));
    }
    return definitions;
  }

  private String text(String instruction) {
    if (source.arguments().isEmpty()) {
      throw new SyntaxException(instruction + " requires exactly one argument");
    }
    return source.arguments();
  }

  private List<String> ports() {
    if (source.arguments().isEmpty()) {
      throw new SyntaxException("EXPOSE requires at least one argument");
    }
    return words().stream().sorted().toList();
  }

  private List<String> volumes() {
    var paths = JsonStrings.parse(source.arguments()).orElseGet(this::words);
    if (source.arguments().isEmpty() || paths.isEmpty()) {
      throw new SyntaxException("VOLUME requires at least one argument");
    }
    var trimmed = paths.stream().map(Whitespace::trim).toList();
    if (trimmed.contains("")) {
      throw new SyntaxException("VOLUME specified can not be an empty string");
    }
    return trimmed;
  }

  private String trigger() {
    if (source.arguments().isEmpty()) {
      throw new SyntaxException("ONBUILD requires at least one argument");
    }
    var trigger = InstructionLine.split(source.arguments(), escape);
    var name = trigger.name().toUpperCase(Locale.ROOT);
    if (name.equals("ONBUILD")) {
      throw new SyntaxException("chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    }
    if (name.equals("FROM") || name.equals("MAINTAINER")) {
      throw new SyntaxException(name + " isn't allowed as an ONBUILD trigger");
    }
    checkArguments(trigger);
    var text = new StringBuilder(source.arguments());
    for (var heredoc : line.heredocs()) {
      text.append('\n').append(heredoc.body()).append(heredoc.name());
    }
    return text.toString();
  }

  /// What BuildKit's parser checks before it knows the instruction is a trigger.
  private void checkArguments(InstructionLine trigger) {
    JsonStrings.parse(trigger.arguments());
    var name = trigger.name().toUpperCase(Locale.ROOT);
    if ((name.equals("ENV") || name.equals("LABEL")) && !trigger.arguments().isEmpty()) {
      new InstructionParser(new LogicalLine(location, trigger, List.of()), escape).pairs(name);
    }
  }

  private List<String> words() {
    return Whitespace.split(source.arguments(), 0);
  }

  private <T> T withoutFlags(Supplier<T> parser) {
    InstructionFlags.parse(source.flags(), Map.of());
    return parser.get();
  }
}
