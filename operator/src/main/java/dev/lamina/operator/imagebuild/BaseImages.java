package dev.lamina.operator.imagebuild;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The images that a Dockerfile builds on, as far as they can be told without reading it as the
/// agent does. Good for a preference among nodes, where a name too many or too few does no harm.
final class BaseImages {
  /// Each is looked for among the images of all nodes.
  private static final int MOST = 16;

  private static final String NOTHING = "scratch";
  private static final String COPY_FROM = "--from=";

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> stages = new HashSet<>();

  private BaseImages() {}

  /// Nodes that have most of them, for a namespace.
  static Set<String> nodesWith(BuildInputs inputs, BuildReferences references) {
    if (!(inputs instanceof BuildInputs.Ordered(var order, _, _)) || order.inline() == null) {
      return Set.of();
    }
    var dockerfile = order.inline().dockerfile();
    var counts =
        of(dockerfile == null ? "" : dockerfile).stream()
            .flatMap(image -> references.nodesWith(order.tenant(), image).stream())
            .collect(groupingBy(node -> node, counting()));
    var most = counts.values().stream().max(naturalOrder()).orElse(0L);
    return counts.keySet().stream().filter(node -> most.equals(counts.get(node))).collect(toSet());
  }

  static Set<String> of(String dockerfile) {
    var images = new BaseImages();
    dockerfile.lines().map(line -> List.of(line.strip().split("\\s+"))).forEach(images::read);
    return images.names;
  }

  private void read(List<String> words) {
    switch (words.getFirst().toUpperCase(Locale.ROOT)) {
      case "FROM" -> readFrom(words.stream().skip(1).filter(word -> !isFlag(word)).toList());
      case "COPY" ->
          words.stream()
              .filter(word -> word.startsWith(COPY_FROM))
              .map(word -> word.substring(COPY_FROM.length()))
              .forEach(this::add);
      default -> {}
    }
  }

  private void readFrom(List<String> words) {
    if (!words.isEmpty()) {
      add(words.getFirst());
    }
    if (words.size() > 2 && words.get(1).equalsIgnoreCase("AS")) {
      stages.add(words.get(2).toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isFlag(String word) {
    return word.startsWith("--");
  }

  private void add(String name) {
    var isImage =
        !name.contains("$")
            && !name.equals(NOTHING)
            && !name.chars().allMatch(Character::isDigit)
            && !stages.contains(name.toLowerCase(Locale.ROOT));
    if (isImage && names.size() < MOST) {
      names.add(name);
    }
  }
}
