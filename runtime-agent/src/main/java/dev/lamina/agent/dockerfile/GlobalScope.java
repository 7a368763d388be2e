package dev.lamina.agent.dockerfile;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The variables that FROM lines see, and that a stage takes up with a bare `ARG name`: the
/// automatic platform arguments and the ARGs before the first FROM.
public final class GlobalScope implements Variables {
  private final Map<String, String> values;
  private final Map<String, String> buildArguments;
  private final ShellLexer lexer;

  private GlobalScope(Map<String, String> automatic, Map<String, String> given, char escape) {
    this.values = new HashMap<>(automatic);
    this.buildArguments = Map.copyOf(given);
    this.lexer = new ShellLexer(escape);
    for (var name : automatic.keySet()) {
      var override = given.get(name);
      if (override != null) {
        values.put(name, override);
      }
    }
  }

  /// Resolves the global arguments of a file.
  ///
  /// @param automatic TARGETPLATFORM and the like
  /// @param buildArguments what the user passed; wins over defaults
  public static GlobalScope of(
      Dockerfile file, Map<String, String> automatic, Map<String, String> buildArguments) {
    var scope = new GlobalScope(automatic, buildArguments, file.directives().escape());
    file.globalArguments().forEach(scope::declare);
    return scope;
  }

  private void declare(Instruction.Arg arg) {
    for (var definition : arg.definitions()) {
      var value = buildArguments.get(definition.name());
      if (value == null && definition.value() != null) {
        value = expand(definition.value(), arg.location());
      }
      if (value != null) {
        values.put(definition.name(), value);
      }
    }
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// What the user passed for an argument.
  public Optional<String> buildArgument(String name) {
    return Optional.ofNullable(buildArguments.get(name));
  }

  /// The image of a FROM, variables expanded.
  public String image(From from) {
    var image = expand(from.image(), from.location());
    if (image.isEmpty()) {
      throw from.location().error("base name (%s) should not be blank".formatted(from.image()));
    }
    return image;
  }

  /// The platform of a FROM, variables expanded.
  public Optional<String> platform(From from) {
    var written = from.platform();
    if (written == null || written.isEmpty()) {
      return Optional.empty();
    }
    var platform = expand(written, from.location());
    if (platform.isEmpty()) {
      throw from.location().error("empty platform value from expression " + written);
    }
    return Optional.of(platform);
  }

  /// The variables in a FROM that nothing declares.
  public Set<String> missing(From from) {
    var missing = new LinkedHashSet<String>();
    var noted =
        new Variables() {
          @Override
          public Optional<String> get(String name) {
            return GlobalScope.this.get(name);
          }

          @Override
          public void missed(String name) {
            missing.add(name);
          }
        };
    var platform = from.platform();
    for (var text : List.of(from.image(), platform == null ? "" : platform)) {
      try {
        var _ = lexer.word(text, noted);
      } catch (SyntaxException e) {
        throw from.location().error(e.what());
      }
    }
    return missing;
  }

  private String expand(String text, Location location) {
    try {
      return lexer.word(text, this);
    } catch (SyntaxException e) {
      throw location.error(e.what());
    }
  }
}
