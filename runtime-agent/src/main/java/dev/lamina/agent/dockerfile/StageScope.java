package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The variables of a stage at one point of it: ENV of the base image and of the stage, and the
/// ARGs declared so far, in one namespace where the later line wins.
///
/// Instructions are expanded with the variables that hold before them.
public final class StageScope implements Variables {
  /// Arguments that steer the builder and are no variables of the stage.
  private static final Set<String> NOT_IN_ENVIRONMENT =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private final GlobalScope globals;
  private final ShellLexer lexer;
  private final char escape;
  private final Map<String, String> environment;
  private final List<ArgDefinition> declared;
  private final Set<String> missed = new LinkedHashSet<>();

  public StageScope(GlobalScope globals, char escape) {
    this(globals, escape, Map.of(), List.of());
  }

  private StageScope(
      GlobalScope globals,
      char escape,
      Map<String, String> environment,
      List<ArgDefinition> declared) {
    this.globals = globals;
    this.escape = escape;
    this.lexer = new ShellLexer(escape);
    this.environment = new LinkedHashMap<>(environment);
    this.declared = new ArrayList<>(declared);
  }

  /// The scope of a stage that starts FROM this one.
  public StageScope child() {
    return new StageScope(globals, escape, environment, declared);
  }

  /// ENV. A variable that is set again moves to the end.
  public void set(String name, String value) {
    environment.remove(name);
    environment.put(name, value);
  }

  /// ARG: declares the names, one after the other, and returns them with the values in force.
  public List<ArgDefinition> declare(Instruction.Arg arg) {
    var result = new ArrayList<ArgDefinition>();
    for (var definition : arg.definitions()) {
      var value = value(definition, arg.location()).orElse(null);
      if (value != null && !NOT_IN_ENVIRONMENT.contains(definition.name())) {
        set(definition.name(), value);
      }
      result.add(new ArgDefinition(definition.name(), value));
    }
    declared.addAll(result);
    return result;
  }

  private Optional<String> value(ArgDefinition definition, Location location) {
    var given = globals.buildArgument(definition.name());
    if (given.isPresent()) {
      return given;
    }
    return definition.value() == null
        ? globals.get(definition.name())
        : Optional.of(expand(definition.value(), location));
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /// An argument that is declared may be without a value.
  @Override
  public void missed(String name) {
    if (declared.stream().noneMatch(definition -> definition.name().equals(name))) {
      missed.add(name);
    }
  }

  /// The variables that were asked for and do not exist, since this was last called.
  public List<String> takeMissed() {
    var names = List.copyOf(missed);
    missed.clear();
    return names;
  }

  /// Everything a RUN sees, oldest setting first.
  public Map<String, String> environment() {
    return new LinkedHashMap<>(environment);
  }

  /// The declared ARGs as `NAME=value` with the values that hold now, each name once.
  public List<String> declaredArguments() {
    var names = new LinkedHashSet<String>();
    declared.forEach(definition -> names.add(definition.name()));
    return names.stream().map(name -> name + "=" + currentValue(name)).toList();
  }

  private String currentValue(String name) {
    return get(name)
        .or(() ->
            declared.reversed().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst()
                .flatMap(definition -> Optional.ofNullable(definition.value())))
        .orElse("");
  }

  /// The instruction with its variables expanded. Commands of RUN, CMD, ENTRYPOINT, HEALTHCHECK and
  /// SHELL are never expanded here, and ARG is expanded by [#declare].
  public Instruction expand(Instruction instruction) {
    var at = instruction.location();
    return switch (instruction) {
      case Instruction.Copy(var location, var spec, var from, var parents) ->
          new Instruction.Copy(location, expand(spec, at), from, parents);
      case Instruction.Add(var location, var spec, var checksum, var keepGit, var unpack) ->
          new Instruction.Add(location, expand(spec, at), expand(checksum, at), keepGit, unpack);
      case Instruction.Env(var location, var variables) ->
          new Instruction.Env(location, expandPairs(variables, at));
      case Instruction.Label(var location, var labels) ->
          new Instruction.Label(location, expandPairs(labels, at));
      case Instruction.Workdir(var location, var path) ->
          new Instruction.Workdir(location, expand(path, at));
      case Instruction.User(var location, var user) ->
          new Instruction.User(location, expand(user, at));
      case Instruction.Volume(var location, var paths) ->
          new Instruction.Volume(location, expandAll(paths, at));
      case Instruction.StopSignal(var location, var signal) ->
          new Instruction.StopSignal(location, expand(signal, at));
      case Instruction.Expose(var location, var ports) ->
          new Instruction.Expose(
              location, ports.stream().flatMap(port -> words(port, at).stream()).toList());
      case Instruction.Arg arg -> arg;
      case Instruction.Run run -> run;
      case Instruction.Cmd cmd -> cmd;
      case Instruction.Entrypoint entrypoint -> entrypoint;
      case Instruction.Shell shell -> shell;
      case Instruction.Maintainer maintainer -> maintainer;
      case Instruction.HealthCheck healthCheck -> healthCheck;
      case Instruction.OnBuild onBuild -> onBuild;
    };
  }

  /// The mounts of a RUN, variables expanded.
  public List<Mount> mounts(Instruction.Run run) {
    try {
      return run.mounts().stream()
          .map(mount -> MountParser.parse(mount, value -> lexer.word(value, this)))
          .toList();
    } catch (SyntaxException e) {
      throw run.location().error(e.what());
    }
  }

  /// A text as progress output shows it: variables that are set replaced, quotes kept; the text
  /// itself when it cannot be expanded.
  public String shown(String text) {
    try {
      return new ShellLexer(escape, ShellLexer.Option.RAW_QUOTES, ShellLexer.Option.KEEP_UNSET)
          .word(text, this);
    } catch (SyntaxException e) {
      return text;
    }
  }

  /// Whether a text means itself: no variable, quote or escape in it.
  public static boolean isLiteral(String text) {
    try {
      return new ShellLexer(Directives.DEFAULT_ESCAPE).word(text, Variables.NONE).equals(text);
    } catch (SyntaxException e) {
      return false;
    }
  }

  private CopySpec expand(CopySpec spec, Location at) {
    return new CopySpec(
        expandAll(spec.sources(), at),
        spec.documents().stream().map(document -> expand(document, at)).toList(),
        expand(spec.destination(), at),
        expand(spec.chown(), at),
        expand(spec.chmod(), at),
        spec.link(),
        spec.excludes());
  }

  /// In a here-document quotes are ordinary characters and the escape character is a backslash,
  /// whatever the escape directive says.
  private Heredoc expand(Heredoc document, Location at) {
    if (!document.expand()) {
      return document;
    }
    try {
      var content =
          new ShellLexer('\\', ShellLexer.Option.IGNORE_QUOTES).word(document.content(), this);
      return new Heredoc(document.name(), false, false, content);
    } catch (SyntaxException e) {
      throw at.error(e.what());
    }
  }

  private List<KeyValue> expandPairs(List<KeyValue> pairs, Location at) {
    return pairs.stream()
        .map(pair -> new KeyValue(expand(pair.key(), at), expand(pair.value(), at)))
        .toList();
  }

  private List<String> expandAll(List<String> texts, Location at) {
    return texts.stream().map(text -> expand(text, at)).toList();
  }

  private String expand(String text, Location at) {
    try {
      return lexer.word(text, this);
    } catch (SyntaxException e) {
      throw at.error(e.what());
    }
  }

  private List<String> words(String text, Location at) {
    try {
      return lexer.words(text, this);
    } catch (SyntaxException e) {
      throw at.error(e.what());
    }
  }
}
