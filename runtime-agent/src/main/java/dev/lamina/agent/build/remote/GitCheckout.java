package dev.lamina.agent.build.remote;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.registry.reach.Gateway;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gets the files of a [GitSource] by the git of this machine.
public final class GitCheckout {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final String FETCHED = "FETCH_HEAD";

  private final GitSource source;
  private final Path workTree;
  private final Path settings;
  private final @Nullable Gateway gateway;

  private GitCheckout(GitSource source, Path workTree, Path settings, @Nullable Gateway gateway) {
    this.source = source;
    this.workTree = workTree;
    this.settings = settings;
    this.gateway = gateway;
  }

  /// What was checked out.
  ///
  /// @param files a directory without links in its path
  public record Checkout(GitRevision revision, Path files) {}

  /// Checks out into a new directory.
  ///
  /// @param credential shown to the server of the repository alone
  /// @param scratch an existing directory of the build's own, empty
  /// @param policy where git may connect to, for submodules and redirects too
  /// @throws AgentException `ContextUnavailable`, `DigestMismatch`, `Cancelled`, `InvalidArgument`
  ///   for an address that the policy refuses
  public static Checkout of(
      GitSource source, @Nullable GitCredential credential, Path scratch, AddressPolicy policy) {
    return with(source, credential, scratch, policy, GitCheckout::run);
  }

  /// The commit that a source means now, without its files.
  ///
  /// @throws AgentException as above
  public static String commitOf(
      GitSource source, @Nullable GitCredential credential, Path scratch, AddressPolicy policy) {
    return with(source, credential, scratch, policy, GitCheckout::askForCommit);
  }

  @FunctionalInterface
  private interface Work<T> {
    T on(GitCheckout checkout) throws IOException, InterruptedException;
  }

  private static <T> T with(
      GitSource source,
      @Nullable GitCredential credential,
      Path scratch,
      AddressPolicy policy,
      Work<T> work) {
    try (var settings = GitSettings.write(scratch.resolve("git.config"), source, credential)) {
      var workTree = Files.createDirectory(scratch.resolve("git"));
      return policy.allowsEverything()
          ? work.on(new GitCheckout(source, workTree, settings.file(), null))
          : guarded(source, workTree, settings.file(), policy, work);
    } catch (IOException e) {
      throw failed(source, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "fetching " + source.repository(), e);
    }
  }

  private static <T> T guarded(
      GitSource source, Path workTree, Path settings, AddressPolicy policy, Work<T> work)
      throws IOException, InterruptedException {
    try (var gateway = Gateway.open(policy, CONNECT_TIMEOUT)) {
      try {
        return work.on(new GitCheckout(source, workTree, settings, gateway));
      } catch (AgentException e) {
        throw gateway
            .refusal()
            .map(why ->
                new AgentException(
                    FailureReason.InvalidArgument,
                    "git repository %s: the node does not fetch from %s"
                        .formatted(source.repository(), why),
                    e))
            .orElse(e);
      }
    }
  }

  /// An annotated tag stands for the commit it is of; a branch comes after a tag of its name, as in
  /// a fetch.
  private String askForCommit() throws IOException, InterruptedException {
    requireGit();
    var wanted = source.ref().isEmpty() ? "HEAD" : source.ref();
    var found = new HashMap<String, String>();
    git("ls-remote", "--quiet", "--", source.repository().toString(), wanted, wanted + "^{}")
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> found.put(parts[1], parts[0]));
    return Stream.of(
            "refs/tags/" + wanted + "^{}",
            wanted + "^{}",
            wanted,
            "refs/tags/" + wanted,
            "refs/heads/" + wanted)
        .flatMap(name -> Stream.ofNullable(found.get(name)))
        .findFirst()
        .orElseThrow(() -> failed(source, "it has no \"%s\"".formatted(wanted), null));
  }

  private void requireGit() {
    if (HostCommand.find("git").isEmpty()) {
      throw failed(source, "git is not installed on this node", null);
    }
  }

  private Checkout run() throws IOException, InterruptedException {
    requireGit();
    git("init", "--quiet", "--template=", "--initial-branch=master", ".");
    git("remote", "add", "--", "origin", source.repository().toString());
    fetch();
    var commit = git("rev-parse", "--verify", "--end-of-options", FETCHED + "^{commit}").strip();
    if (!commit.startsWith(source.commit().toLowerCase(Locale.ROOT))) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "git repository %s: expected commit %s, got %s"
              .formatted(source.repository(), source.commit(), commit));
    }
    git("checkout", "--quiet", "--force", "--detach", commit, "--");
    if (source.submodules() && Files.exists(workTree.resolve(".gitmodules"))) {
      fetchSubmodules();
    }
    var time = git("show", "--no-patch", "--format=%ct", commit, "--").strip();
    if (!Boolean.TRUE.equals(source.keepsGitDirectory())) {
      removeGitFiles(workTree);
    }
    return new Checkout(
        new GitRevision(commit, Instant.ofEpochSecond(Long.parseLong(time))), part());
  }

  /// Servers that only hand out files cannot give a part of the history.
  private void fetch() throws IOException, InterruptedException {
    var wanted = source.ref().isEmpty() ? "HEAD" : source.ref();
    var isCommit = wanted.matches("[0-9a-f]{40}|[0-9a-f]{64}");
    if (source.depth() > 0
        && attempt(
                "fetch",
                "--quiet",
                "--no-tags",
                "--depth=" + source.depth(),
                "--",
                "origin",
                wanted)
            .isSuccess()) {
      return;
    }
    if (isCommit) {
      git("fetch", "--quiet", "--tags", "--", "origin", "+refs/heads/*:refs/remotes/origin/*");
      git("update-ref", "--no-deref", FETCHED, wanted);
      return;
    }
    git("fetch", "--quiet", "--no-tags", "--", "origin", wanted);
  }

  /// See [#fetch].
  private void fetchSubmodules() throws IOException, InterruptedException {
    if (!attempt("submodule", "update", "--quiet", "--init", "--recursive", "--depth=1")
        .isSuccess()) {
      git("submodule", "update", "--quiet", "--init", "--recursive");
    }
  }

  private Path part() throws IOException {
    try (var root = RootDirectory.open(workTree)) {
      var real = root.realPath("/" + source.directory());
      root.openDirectory(real).close();
      return workTree.resolve(real.substring(1)).toRealPath();
    } catch (IOException e) {
      throw failed(source, "directory \"%s\": %s".formatted(source.directory(), e.getMessage()), e);
    }
  }

  private static void removeGitFiles(Path directory) throws IOException {
    try (var open = Directory.open(directory)) {
      removeGitFiles(open, 0);
    }
  }

  /// A submodule has a `.git` of its own, a file.
  private static void removeGitFiles(Directory directory, int depth) throws IOException {
    directory.removeTree(".git");
    for (var entry : directory.entries()) {
      if (depth < 32 && directory.inode(entry.name()).stat().isDirectory()) {
        try (var child = directory.openDirectory(entry.name())) {
          if (child.find(".git").isPresent()) {
            removeGitFiles(child, depth + 1);
          }
        }
      }
    }
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    var result = attempt(arguments);
    if (result.exitCode() != 0) {
      throw failed(source, "git " + arguments[0] + ": " + lastLine(result.errors()), null);
    }
    return result.output();
  }

  private HostCommand.Result attempt(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(HostCommand.find("git").orElseThrow().toString());
    line.addAll(List.of("-C", workTree.toString()));
    line.addAll(List.of(arguments));
    return new HostCommand(line, environment(), "").run(DEADLINE);
  }

  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", settings.toString());
    environment.put("GIT_LFS_SKIP_SMUDGE", "1");
    environment.put("GIT_ALLOW_PROTOCOL", source.isLoopback() ? "https:http" : "https");
    environment.put("HOME", workTree.toString());
    if (gateway != null) {
      environment.put("ALL_PROXY", gateway.url());
    }
    return environment;
  }

  private static String lastLine(String text) {
    var lines = text.strip().lines().toList();
    return lines.isEmpty() ? "it failed" : lines.getLast();
  }

  private static AgentException failed(GitSource source, String why, @Nullable Throwable cause) {
    return new AgentException(
        FailureReason.ContextUnavailable,
        "git repository %s: %s".formatted(source.repository(), why),
        cause);
  }
}
