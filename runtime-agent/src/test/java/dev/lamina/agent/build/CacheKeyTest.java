package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Origin;
import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.network.NetworkMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  private static final ChainId PARENT = new ChainId(Digest.sha256(new byte[] {1}));

  private static Op.Run run(List<String> args, List<String> env, String dir, String user) {
    return new Op.Run(args, env, List.of(), dir, user, NetworkMode.BRIDGE, "host", List.of());
  }

  private static Digest key(Op.Run run, @Nullable ChainId parent) {
    return CacheKey.of(run, parent, List.of());
  }

  private static Op.Copy copy(List<String> sources, String destination, String chown) {
    return new Op.Copy(
        Origin.MAIN_CONTEXT,
        sources.stream().<Op.CopySource>map(Op.CopySource.Local::new).toList(),
        List.of(),
        destination,
        new Op.CopyTraits(chown, Optional.empty(), "", false, false, List.of(), false, false));
  }

  @Test
  void everythingARunDependsOnIsInItsKey() {
    var keys =
        Stream.of(
                key(run(List.of("a"), List.of(), "/", ""), PARENT),
                key(run(List.of("a"), List.of(), "/", ""), null),
                key(run(List.of("b"), List.of(), "/", ""), PARENT),
                key(run(List.of("a", ""), List.of(), "/", ""), PARENT),
                key(run(List.of("a"), List.of("X=1"), "/", ""), PARENT),
                key(run(List.of("a"), List.of(), "/d", ""), PARENT),
                key(run(List.of("a"), List.of(), "/", "u"), PARENT))
            .toList();
    assertEquals(keys.size(), new HashSet<>(keys).size());
  }

  @Test
  void proxySettingsAreNot() {
    var with =
        new Op.Run(
            List.of("a"),
            List.of(),
            List.of("http_proxy=x"),
            "/",
            "",
            NetworkMode.BRIDGE,
            "host",
            List.of());
    assertEquals(key(run(List.of("a"), List.of(), "/", ""), PARENT), key(with, PARENT));
  }

  @Test
  void mountsAndWhatTheyShowAre() {
    var bind = new RunMount.Bind(new Origin.Input(0), "/", "/in", true);
    var writable = new RunMount.Bind(new Origin.Input(0), "/", "/in", false);
    var secret = new RunMount.Secret("s", "/s", null, 0400, 0, 0, false);
    var keys =
        Stream.of(
                CacheKey.of(mounting(bind), PARENT, List.of("one")),
                CacheKey.of(mounting(bind), PARENT, List.of("other")),
                CacheKey.of(mounting(writable), PARENT, List.of("one")),
                CacheKey.of(mounting(secret), PARENT, List.of("one")),
                CacheKey.of(mounting(), PARENT, List.of("one")))
            .toList();
    assertEquals(keys.size(), new HashSet<>(keys).size());
  }

  private static Op.Run mounting(RunMount... mounts) {
    return new Op.Run(
        List.of("a"), List.of(), List.of(), "/", "", NetworkMode.BRIDGE, "host", List.of(mounts));
  }

  @Test
  void contentAndFlagsOfACopyAreInItsKey() {
    var content = Digest.sha256(new byte[] {2});
    var keys =
        Stream.of(
                CacheKey.ofContent(copy(List.of("a"), "/d", ""), PARENT, List.of(content)),
                CacheKey.ofContent(copy(List.of("a"), "/d", ""), PARENT, List.of(PARENT.digest())),
                CacheKey.ofContent(copy(List.of("a"), "/d/", ""), PARENT, List.of(content)),
                CacheKey.ofContent(copy(List.of("a"), "/d", "1"), PARENT, List.of(content)),
                CacheKey.ofInput(copy(List.of("a"), "/d", ""), PARENT, null))
            .toList();
    assertEquals(keys.size(), new HashSet<>(keys).size());
    assertNotEquals(
        CacheKey.of(new Op.MakeDirectory("/d", ""), PARENT),
        CacheKey.of(new Op.MakeDirectory("/d", "u"), PARENT));
  }
}
