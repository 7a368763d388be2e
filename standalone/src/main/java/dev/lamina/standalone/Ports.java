package dev.lamina.standalone;

import dev.lamina.standalone.instance.Instance;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which ports the embedded API may take: the one asked for; else the one of the last start, so
/// that kubeconfigs stay valid; else one of a few that nobody else is known to use.
final class Ports {
  private static final int FIRST = 16443;
  private static final int COUNT = 20;

  private Ports() {}

  static List<Integer> candidates(Optional<Integer> asked, Optional<Instance> last) {
    if (asked.isPresent()) {
      return List.of(asked.get());
    }
    var earlier = last.map(it -> URI.create(it.server())).filter(Ports::isLoopback);
    return IntStream.concat(
            earlier.stream().mapToInt(URI::getPort), IntStream.range(FIRST, FIRST + COUNT))
        .distinct()
        .boxed()
        .toList();
  }

  private static boolean isLoopback(URI server) {
    return "127.0.0.1".equals(server.getHost());
  }
}
