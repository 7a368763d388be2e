package dev.lamina.agent.cli;

import dev.lamina.agent.http.Removal;

/// What went away, in Docker's words.
final class Removals {
  private Removals() {}

  static void print(Console console, Removal removal) {
    removal.untagged().forEach(name -> console.print("Untagged: " + name));
    removal.deleted().forEach(digest -> console.print("Deleted: " + digest));
  }
}
