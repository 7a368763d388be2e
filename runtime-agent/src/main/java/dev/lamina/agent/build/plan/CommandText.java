package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.CommandLine;
import dev.lamina.agent.dockerfile.Heredoc;
import java.util.ArrayList;
import java.util.List;

/// Turns commands into argument lists.
final class CommandText {
  private CommandText() {}

  /// The words of the exec form, or the shell with the text of the shell form.
  static List<String> arguments(CommandLine command, List<String> shell) {
    return command.isShellForm()
        ? withShell(shell, String.join(" ", command.words()))
        : command.words();
  }

  static List<String> withShell(List<String> shell, String text) {
    var arguments = new ArrayList<>(shell);
    arguments.add(text);
    return arguments;
  }

  /// The text a shell is given for a command with here-documents: the content of the only one when
  /// there is nothing else on the line, or else all of it, for the shell to take apart.
  static String withHeredocs(CommandLine command) {
    var line = command.words().getFirst();
    if (Heredoc.isOnly(line)) {
      return command.heredocs().getFirst().content();
    }
    var text = new StringBuilder(line);
    for (var heredoc : command.heredocs()) {
      text.append('\n').append(heredoc.body()).append(heredoc.name());
    }
    return text.toString();
  }
}
