package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.crds.failure.FailureReason;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds where a repository is served: its mirrors in order, then its registry.
record Endpoints(RegistrySettings settings, RegistryAccess access) {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_SERVER = "registry-1.docker.io";
  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  List<Endpoint> of(Reference name) {
    return Stream.concat(
            settings.mirrors().stream().map(mirror -> mirror(mirror, name)),
            Stream.of(registry(name)))
        .toList();
  }

  /// The registry itself; Docker Hub answers under another name than its images carry.
  Endpoint registry(Reference name) {
    var host =
        name.registry().equals(DOCKER_HUB) || name.registry().equals("index." + DOCKER_HUB)
            ? DOCKER_HUB_SERVER
            : name.registry();
    var base = URI.create(scheme(name.registry()) + "://" + host);
    return new Endpoint(base, name.registry(), name.repository(), null);
  }

  /// A loopback host may speak http without being asked, and speaks https where a CA is given.
  private String scheme(String registry) {
    var host = PORT.matcher(registry).replaceFirst("").toLowerCase(Locale.ROOT);
    var isLocal = Origin.isLoopback(host) && settings.ca() == null && access.ca() == null;
    return access.plainHttp() || settings.plainHttp() || isLocal ? "http" : "https";
  }

  private Endpoint mirror(URI mirror, Reference name) {
    var host = Objects.requireNonNullElse(mirror.getHost(), "");
    var isPlain = "http".equals(mirror.getScheme());
    var mayBePlain = settings.plainHttp() || Origin.isLoopback(host);
    if (host.isEmpty() || !(isPlain ? mayBePlain : "https".equals(mirror.getScheme()))) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "mirror %s of %s: want an https URL, or plainHttp".formatted(mirror, settings.prefix()));
    }
    var path = Objects.requireNonNullElse(mirror.getRawPath(), "").replaceAll("^/+|/+$", "");
    var repository = path.isEmpty() ? name.repository() : path + "/" + name.repository();
    var base = URI.create(mirror.getScheme() + "://" + mirror.getRawAuthority());
    return new Endpoint(base, mirror.getRawAuthority(), repository, name.registry());
  }
}
