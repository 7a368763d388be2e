package dev.lamina.agent.container;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Ids and names of containers.
final class ContainerNames {
  private static final int ID_BYTES = 32;
  private static final int TRIES = 20;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "bold", "brave", "bright", "brisk", "calm", "candid", "clever", "cosmic",
          "crisp", "curious", "daring", "deft", "eager", "early", "earnest", "fair", "fluent",
          "fond", "frank", "gentle", "glad", "golden", "grand", "happy", "hardy", "honest",
          "humble", "ideal", "jolly", "keen", "kind", "lively", "loyal", "lucid", "lucky", "mellow",
          "merry", "mild", "modest", "neat", "nimble", "noble", "patient", "placid", "plucky",
          "polite", "proud", "quick", "quiet", "ready", "serene", "sharp", "silent", "sincere",
          "steady", "stoic", "sunny", "swift", "tidy", "upbeat", "vivid", "warm", "wise", "witty",
          "young", "zealous", "zesty");

  private static final List<String> NOUNS =
      List.of(
          "acacia", "alder", "anchor", "aspen", "badger", "basalt", "beacon", "beaver", "birch",
          "bison", "breeze", "brook", "canyon", "cedar", "comet", "coral", "crane", "delta", "dune",
          "ember", "falcon", "fern", "fjord", "forest", "gale", "garnet", "geyser", "glacier",
          "granite", "grove", "harbor", "hazel", "heron", "island", "jasper", "juniper", "kestrel",
          "lagoon", "lantern", "lark", "lichen", "linden", "lynx", "maple", "marble", "meadow",
          "mesa", "opal", "orchid", "osprey", "otter", "pebble", "pine", "plover", "quartz",
          "quill", "raven", "reef", "ridge", "river", "robin", "sequoia", "slate", "sparrow",
          "spruce", "summit", "thistle", "tundra", "valley", "walnut", "willow", "wren");

  private ContainerNames() {}

  /// 64 hex digits, never given twice.
  static String newId() {
    var bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// @throws AgentException `InvalidArgument` for a name that cannot be one
  static String requireValid(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "container name '" + name + "': want 1 to 128 of a-z A-Z 0-9 _ . - and no sign first");
    }
    return name;
  }

  /// A name such as `quiet_otter` that is free, with a number once those get scarce.
  static String madeUp(RandomGenerator random, Predicate<String> isTaken) {
    return IntStream.range(0, TRIES)
        .mapToObj(attempt -> madeUp(random) + (attempt < TRIES / 2 ? "" : random.nextInt(1000)))
        .filter(isTaken.negate())
        .findFirst()
        .orElseGet(() -> madeUp(random) + "_" + random.nextInt(1 << 30));
  }

  static String madeUp(Predicate<String> isTaken) {
    return madeUp(RANDOM, isTaken);
  }

  private static String madeUp(RandomGenerator random) {
    return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
        + "_"
        + NOUNS.get(random.nextInt(NOUNS.size()));
  }
}
