package dev.lamina.agent.build.copy;

import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/// The users and groups of a root filesystem, as `--chown` and WORKDIR look them up.
///
/// A name that is not there is 0, as in BuildKit. A number is an id and never a name.
public final class Accounts {
  private static final int MAX_FILE_BYTES = 10 << 20;
  private static final int ID = 2;
  private static final int USER_GROUP = 3;

  private final RootDirectory root;

  public Accounts(RootDirectory root) {
    this.root = root;
  }

  /// The owner that `user[:group]` stands for: without a group, a number stands for both, and a
  /// name has its primary group.
  public Owner owner(String text) throws IOException {
    var colon = text.indexOf(':');
    var owner = user(colon < 0 ? text : text.substring(0, colon));
    return colon < 0 ? owner : new Owner(owner.uid(), group(text.substring(colon + 1)));
  }

  private Owner user(String name) throws IOException {
    var id = numeric(name);
    if (id.isPresent()) {
      return new Owner(id.getAsInt(), id.getAsInt());
    }
    var fields = find("/etc/passwd", name);
    return fields
        .map(f -> new Owner(numericField(f, ID), numericField(f, USER_GROUP)))
        .orElse(Owner.ROOT);
  }

  private int group(String name) throws IOException {
    var id = numeric(name);
    return id.isPresent()
        ? id.getAsInt()
        : find("/etc/group", name).map(fields -> numericField(fields, ID)).orElse(0);
  }

  private Optional<String[]> find(String path, String name) throws IOException {
    var file = root.readFile(path, MAX_FILE_BYTES);
    if (file.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return new String(file.get(), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.split(":", -1))
        .findFirst();
  }

  private static OptionalInt numeric(String text) {
    if (text.equals("root")) {
      return OptionalInt.of(0);
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new CopyException("user or group id %s is larger than 2147483647".formatted(text));
    }
  }

  private static int numericField(String[] fields, int index) {
    return index < fields.length ? numeric(fields[index]).orElse(0) : 0;
  }
}
