package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.network.NetworkMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  private static final ChainId PARENT = new ChainId(Digest.sha256(new byte[] {1}));

  private static Op.Run run(List<String> args, List<String> env, String dir, String user) {
    return new Op.Run(args, env, List.of(), dir, user, NetworkMode.BRIDGE, "host");
  }

  private static Op.Copy copy(List<String> sources, String destination, String chown) {
    return new Op.Copy(
        Op.Origin.CONTEXT, sources, List.of(), destination, chown, Optional.empty(), "", false);
  }

  @Test
  void everythingARunDependsOnIsInItsKey() {
    var keys =
        Stream.of(
                CacheKey.of(run(List.of("a"), List.of(), "/", ""), PARENT),
                CacheKey.of(run(List.of("a"), List.of(), "/", ""), null),
                CacheKey.of(run(List.of("b"), List.of(), "/", ""), PARENT),
                CacheKey.of(run(List.of("a", ""), List.of(), "/", ""), PARENT),
                CacheKey.of(run(List.of("a"), List.of("X=1"), "/", ""), PARENT),
                CacheKey.of(run(List.of("a"), List.of(), "/d", ""), PARENT),
                CacheKey.of(run(List.of("a"), List.of(), "/", "u"), PARENT))
            .toList();
    assertEquals(keys.size(), new HashSet<>(keys).size());
  }

  @Test
  void proxySettingsAreNot() {
    var with =
        new Op.Run(
            List.of("a"), List.of(), List.of("http_proxy=x"), "/", "", NetworkMode.BRIDGE, "host");
    assertEquals(
        CacheKey.of(run(List.of("a"), List.of(), "/", ""), PARENT), CacheKey.of(with, PARENT));
  }

  @Test
  void contentAndFlagsOfACopyAreInItsKey() {
    var content = Digest.sha256(new byte[] {2});
    var keys =
        Stream.of(
                CacheKey.ofContent(copy(List.of("a"), "/d", ""), PARENT, content),
                CacheKey.ofContent(copy(List.of("a"), "/d", ""), PARENT, PARENT.digest()),
                CacheKey.ofContent(copy(List.of("a"), "/d/", ""), PARENT, content),
                CacheKey.ofContent(copy(List.of("a"), "/d", "1"), PARENT, content),
                CacheKey.ofInput(copy(List.of("a"), "/d", ""), PARENT, null))
            .toList();
    assertEquals(keys.size(), new HashSet<>(keys).size());
    assertNotEquals(
        CacheKey.of(new Op.MakeDirectory("/d", ""), PARENT),
        CacheKey.of(new Op.MakeDirectory("/d", "u"), PARENT));
  }
}
