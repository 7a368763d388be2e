package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Turns what USER says into ids, by the passwd and group files of an image.
///
/// All digits are an id and never a name, as a file could otherwise give a harmless number root's
/// rights. Ids end at 2^31-1: what lies above is negative to some programs, and becomes 0.
final class UserDatabase {
  static final String PASSWD = "/etc/passwd";
  static final String GROUP = "/etc/group";

  private static final int SIZE_LIMIT = 1 << 20;

  private final List<Account> accounts;
  private final List<Group> groups;

  private UserDatabase(List<Account> accounts, List<Group> groups) {
    this.accounts = accounts;
    this.groups = groups;
  }

  /// Reads both files; an image may have neither.
  static UserDatabase of(RootDirectory root) throws IOException {
    return parse(read(root, PASSWD), read(root, GROUP));
  }

  static UserDatabase parse(String passwd, String group) {
    return new UserDatabase(
        lines(passwd).flatMap(Account::parse).toList(),
        lines(group).flatMap(Group::parse).toList());
  }

  /// Resolves `[user][:group]`, both as name or id.
  ///
  /// Without a group, the user's own groups apply; with one, only that. An id that is in no file is
  /// taken as it is.
  ///
  /// @throws AgentException `InvalidArgument` for an unknown name or an id out of range
  ContainerUser resolve(String user) {
    var parts = user.split(":", 2);
    var account = account(parts[0].isEmpty() ? "0" : parts[0], user);
    if (parts.length == 1 || parts[1].isEmpty()) {
      return account.withGroups(groups);
    }
    var gid = gid(parts[1], user);
    return new ContainerUser(account.uid, gid, List.of(gid), account.home);
  }

  private Account account(String nameOrId, String user) {
    if (!isNumber(nameOrId)) {
      return accounts.stream()
          .filter(account -> account.name.equals(nameOrId))
          .findFirst()
          .orElseThrow(() -> invalid(user, unknown(nameOrId, PASSWD)));
    }
    var uid = id(nameOrId).orElseThrow(() -> outOfRange(user));
    return accounts.stream()
        .filter(account -> account.uid == uid)
        .findFirst()
        .orElseGet(() -> new Account("", uid, 0, "/"));
  }

  private int gid(String nameOrId, String user) {
    if (isNumber(nameOrId)) {
      return id(nameOrId).orElseThrow(() -> outOfRange(user));
    }
    return groups.stream()
        .filter(group -> group.name.equals(nameOrId))
        .findFirst()
        .map(Group::gid)
        .orElseThrow(() -> invalid(user, unknown(nameOrId, GROUP)));
  }

  private static String read(RootDirectory root, String path) throws IOException {
    try {
      return root.readFile(path, SIZE_LIMIT)
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .orElse("");
    } catch (LinuxException e) {
      var reason = e.is(Errno.EFBIG) ? FailureReason.LimitExceeded : FailureReason.InvalidImage;
      throw new AgentException(reason, "reading " + path + " of the image: " + e.getMessage(), e);
    }
  }

  private static Stream<String> lines(String file) {
    return file.lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static OptionalInt id(String digits) {
    try {
      return isNumber(digits) ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    } catch (NumberFormatException tooLarge) {
      return OptionalInt.empty();
    }
  }

  private static String unknown(String name, String file) {
    return "no %s in the image's %s: name one that is there, or an id".formatted(name, file);
  }

  private static AgentException outOfRange(String user) {
    return invalid(user, "ids go from 0 to " + Integer.MAX_VALUE);
  }

  private static AgentException invalid(String user, String why) {
    return new AgentException(FailureReason.InvalidArgument, "user '" + user + "': " + why);
  }

  /// A line of passwd(5); one that is malformed does not count.
  private record Account(String name, int uid, int gid, String home) {
    static Stream<Account> parse(String line) {
      var fields = line.split(":", -1);
      if (fields.length < 4) {
        return Stream.empty();
      }
      var uid = id(fields[2]);
      var gid = id(fields[3]);
      var home = fields.length > 5 && !fields[5].isEmpty() ? fields[5] : "/";
      return uid.isPresent() && gid.isPresent()
          ? Stream.of(new Account(fields[0], uid.getAsInt(), gid.getAsInt(), home))
          : Stream.empty();
    }

    ContainerUser withGroups(List<Group> all) {
      var ids = new ArrayList<Integer>();
      ids.add(gid);
      all.stream()
          .filter(group -> !name.isEmpty() && group.members.contains(name))
          .map(Group::gid)
          .filter(id -> !ids.contains(id))
          .forEach(ids::add);
      return new ContainerUser(uid, gid, ids, home);
    }
  }

  /// A line of group(5).
  private record Group(String name, int gid, List<String> members) {
    static Stream<Group> parse(String line) {
      var fields = line.split(":", -1);
      var gid = fields.length < 3 ? OptionalInt.empty() : id(fields[2]);
      return Optional.of(gid).filter(OptionalInt::isPresent).stream()
          .map(id -> new Group(fields[0], id.getAsInt(), members(fields)));
    }

    private static List<String> members(String[] fields) {
      return fields.length < 4 ? List.of() : List.of(fields[3].split(","));
    }
  }
}
