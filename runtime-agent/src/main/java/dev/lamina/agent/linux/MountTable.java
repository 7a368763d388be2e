package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is mounted in the mount namespace of this process, oldest first (see proc(5)).
public final class MountTable {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountTable() {}

  public static List<MountPoint> read() throws IOException {
    return parse(Files.readString(MOUNTINFO, ISO_8859_1));
  }

  /// The mounts at a directory and anywhere below it.
  public static List<MountPoint> below(Path directory) throws IOException {
    var top = directory.toAbsolutePath().normalize();
    return read().stream().filter(mount -> mount.isAt(top) || mount.isBelow(top)).toList();
  }

  public static boolean isMountPoint(Path path) throws IOException {
    var target = path.toAbsolutePath().normalize();
    return read().stream().anyMatch(mount -> mount.isAt(target));
  }

  static List<MountPoint> parse(String mountinfo) {
    return mountinfo.lines().map(MountTable::parseLine).toList();
  }

  /// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`, where the
  /// fields before the dash vary in number.
  private static MountPoint parseLine(String line) {
    var fields = Stream.of(line.split(" ", -1)).map(MountTable::unescape).toList();
    var tail = fields.subList(fields.indexOf("-") + 1, fields.size());
    return new MountPoint(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        fields.get(3),
        fields.get(4),
        fields.get(5),
        tail.get(0),
        tail.get(1),
        tail.get(2));
  }

  private static String unescape(String field) {
    var bytes =
        OCTAL
            .matcher(field)
            .replaceAll(match -> {
              var octet = (char) Integer.parseInt(match.group(1), 8);
              return octet == '\\' ? "\\\\" : String.valueOf(octet);
            });
    return FileNames.decode(bytes.getBytes(ISO_8859_1));
  }
}
