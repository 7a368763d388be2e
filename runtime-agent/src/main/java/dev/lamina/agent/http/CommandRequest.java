package dev.lamina.agent.http;

import java.util.List;
import java.util.Map;

/// A command line of a caller who has no process of ours.
///
/// @param arguments without the name of the program
/// @param directory where relative paths start, absolute
/// @param environment of the caller
/// @param mounts the caller's mount namespace as `/proc/self/ns/mnt` names it: a path means the
///   same file only to a caller who sees the mounts that we see
public record CommandRequest(
    List<String> arguments, String directory, Map<String, String> environment, String mounts) {
  public CommandRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
