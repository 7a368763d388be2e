package dev.lamina.agent.dockerfile;

import java.util.List;

/// The command of RUN, CMD or ENTRYPOINT.
///
/// @param words the words of the exec form; of the shell form, none or the one text for the shell
/// @param heredocs here-documents of the shell form
public record CommandLine(List<String> words, boolean isShellForm, List<Heredoc> heredocs) {
  public CommandLine {
    words = List.copyOf(words);
    heredocs = List.copyOf(heredocs);
  }
}
