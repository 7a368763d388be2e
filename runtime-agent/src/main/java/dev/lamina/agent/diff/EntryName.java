package dev.lamina.agent.diff;

import dev.lamina.agent.archive.Refusal;

/// What the last component of an entry's name says. See the image-spec, layer.md, "Whiteouts".
sealed interface EntryName {
  String PREFIX = ".wh.";
  String OPAQUE = ".wh..wh..opq";

  /// A file of this layer.
  record Plain(String name) implements EntryName {}

  /// Hides a name of the layers below.
  record Removal(String name) implements EntryName {}

  /// Hides all that the layers below have in this directory.
  record Opaque() implements EntryName {}

  /// Bookkeeping of AUFS, which old images still carry; it means nothing to anybody else.
  record AufsMetadata() implements EntryName {}

  static EntryName of(String name) {
    if (!name.startsWith(PREFIX)) {
      return new Plain(name);
    }
    if (name.equals(OPAQUE)) {
      return new Opaque();
    }
    if (name.startsWith(PREFIX + PREFIX)) {
      return new AufsMetadata();
    }
    var hidden = name.substring(PREFIX.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw Refusal.malformed("'" + name + "' is a whiteout of no file");
    }
    return new Removal(hidden);
  }
}
