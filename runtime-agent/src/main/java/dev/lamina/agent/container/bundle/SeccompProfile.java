package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which system calls a container may make: what Docker's default profile allows to a container
/// with the default capabilities. Everything else fails with `EPERM`.
///
/// The names are in the resource `seccomp-allowed.txt`; the rules that look at arguments are here.
/// A name that the runtime's libseccomp does not know is passed over by crun and runc alike.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SeccompProfile(
    Action defaultAction, int defaultErrnoRet, List<String> architectures, List<Rule> syscalls) {
  private static final String RESOURCE = "seccomp-allowed.txt";
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /// `CLONE_NEW*` without `CLONE_NEWTIME`, which shares its bit with the exit signal.
  private static final long NEW_NAMESPACES = 0x7E020000L;

  private static final int AF_ALG = 38;
  private static final int AF_VSOCK = 40;

  /// PER_LINUX, PER_LINUX32, UNAME26 alone and with it, and the question which one is set.
  private static final long[] PERSONALITIES = {0, 8, 0x20000, 0x20008, 0xFFFFFFFFL};

  /// The profile for machines of one kind.
  ///
  /// @param arm64 else x86_64
  static SeccompProfile forMachine(boolean arm64) {
    var rules = new ArrayList<Rule>();
    rules.add(Rule.allow(names(arm64), null));
    rules.addAll(sockets());
    LongStream.of(PERSONALITIES)
        .mapToObj(value -> Rule.allow("personality", Argument.equal(0, value)))
        .forEach(rules::add);
    rules.add(Rule.allow("clone", Argument.masked(0, NEW_NAMESPACES, 0)));
    // Its arguments are behind a pointer no filter can follow; libc then falls back to clone.
    rules.add(new Rule(List.of("clone3"), Action.ERRNO, ENOSYS, List.of()));
    return new SeccompProfile(Action.ERRNO, EPERM, architectures(arm64), rules);
  }

  /// Any family but those that reach the host's crypto engine or hypervisor.
  private static Stream<Rule> socketRules() {
    return Stream.of(
        Rule.allow("socket", Argument.compare(0, Operator.LT, AF_ALG)),
        Rule.allow("socket", Argument.equal(0, AF_ALG + 1)),
        Rule.allow("socket", Argument.compare(0, Operator.GT, AF_VSOCK)));
  }

  private static List<Rule> sockets() {
    return socketRules().toList();
  }

  private static List<String> architectures(boolean arm64) {
    return arm64
        ? List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM")
        : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
  }

  /// Lines of names; `# ...` is a comment, `[x86_64]` and `[arm64]` begin what only those have.
  private static List<String> names(boolean arm64) {
    var skipped = arm64 ? "[x86_64]" : "[arm64]";
    var names = new ArrayList<String>();
    var section = "";
    for (var line : resource().lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (!line.startsWith("#") && !line.isEmpty() && !section.equals(skipped)) {
        names.addAll(Arrays.asList(line.split(" +")));
      }
    }
    return names;
  }

  private static String resource() {
    try (var in = SeccompProfile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  enum Action {
    @JsonProperty("SCMP_ACT_ALLOW")
    ALLOW,
    @JsonProperty("SCMP_ACT_ERRNO")
    ERRNO
  }

  enum Operator {
    @JsonProperty("SCMP_CMP_LT")
    LT,
    @JsonProperty("SCMP_CMP_EQ")
    EQ,
    @JsonProperty("SCMP_CMP_GT")
    GT,
    @JsonProperty("SCMP_CMP_MASKED_EQ")
    MASKED_EQ
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Rule(List<String> names, Action action, @Nullable Integer errnoRet, List<Argument> args) {
    Rule {
      names = List.copyOf(names);
      args = List.copyOf(args);
    }

    static Rule allow(List<String> names, @Nullable Argument argument) {
      return new Rule(names, Action.ALLOW, null, argument == null ? List.of() : List.of(argument));
    }

    static Rule allow(String name, Argument argument) {
      return allow(List.of(name), argument);
    }
  }

  /// @param valueTwo what the masked value must be, for `MASKED_EQ`
  record Argument(int index, long value, long valueTwo, Operator op) {
    static Argument equal(int index, long value) {
      return compare(index, Operator.EQ, value);
    }

    static Argument compare(int index, Operator op, long value) {
      return new Argument(index, value, 0, op);
    }

    static Argument masked(int index, long mask, long value) {
      return new Argument(index, mask, value, Operator.MASKED_EQ);
    }
  }

  static boolean isArm64(String osArch) {
    return osArch.toLowerCase(Locale.ROOT).equals("aarch64");
  }
}
