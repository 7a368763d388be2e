package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.auth.Authorizer;
import dev.lamina.agent.registry.auth.TokenCache;
import dev.lamina.agent.registry.auth.TokenServer;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.agent.registry.transport.HttpTransport;
import dev.lamina.agent.registry.transport.Pause;
import dev.lamina.agent.registry.transport.Redirects;
import dev.lamina.agent.registry.transport.Retries;
import dev.lamina.agent.registry.transport.Trust;
import dev.lamina.crds.failure.FailureReason;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The registries of the world, over HTTP.
///
/// What the cluster says about them may change at any time ([#configure]): what is opened
/// afterwards goes by it, and what was opened before goes on as it was.
public final class RegistryClient implements Registries {
  private static final int ATTEMPTS_AT_A_MIRROR = 2;

  private volatile RegistryConfig config;
  private final Pause pause;
  private final TokenCache tokens;
  private final Trust system = Trust.system();
  private final ConcurrentMap<Certificates, Trust> authorities = new ConcurrentHashMap<>();
  private final ConcurrentMap<Rate, PullRate> rates = new ConcurrentHashMap<>();

  private record Rate(String prefix, int perMinute) {}

  public RegistryClient(RegistryConfig config) {
    this(config, Clock.systemUTC(), Pause.REAL);
  }

  RegistryClient(RegistryConfig config, Clock clock, Pause pause) {
    this.config = config;
    this.pause = pause;
    this.tokens = new TokenCache(clock);
  }

  /// Replaces what the cluster says about registries. The node's own settings go before it.
  ///
  /// @param ofCluster valid ones, each with a prefix of its own
  public synchronized void configure(List<RegistrySettings> ofCluster) {
    var former = config;
    config = former.withCluster(ofCluster);
    var unused = certificates(former.ofCluster());
    unused.removeAll(certificates(ofCluster));
    authorities.keySet().removeAll(unused);
  }

  private static Set<Certificates> certificates(List<RegistrySettings> registries) {
    var found = new HashSet<Certificates>();
    registries.stream().map(RegistrySettings::ca).filter(Objects::nonNull).forEach(found::add);
    return found;
  }

  /// Whether the node's own settings speak for all names below a prefix.
  public boolean isOverridden(String prefix) {
    return config.registries().stream().anyMatch(settings -> settings.covers(prefix));
  }

  /// What is configured now, the node's own first.
  public List<ConfiguredRegistry> registries() {
    var now = config;
    return Stream.concat(
            now.registries().stream().map(entry -> new ConfiguredRegistry(entry, false)),
            now.ofCluster().stream()
                .filter(entry -> !isOverridden(entry.prefix()))
                .map(entry -> new ConfiguredRegistry(entry, true)))
        .toList();
  }

  @Override
  public Repository open(Reference name, RegistryAccess access) {
    if (name.isLocal()) {
      throw new AgentException(
          FailureReason.InvalidReference, name + " lives on nodes only, in no registry");
    }
    var settings = config.settings(name);
    var sessions =
        new Endpoints(settings, access)
            .of(name).stream().map(endpoint -> session(endpoint, settings, access)).toList();
    return new MirroredRepository(name, sessions);
  }

  /// Where the registry of a name is, and no mirror of it.
  Endpoint endpoint(Reference name, RegistryAccess access) {
    return new Endpoints(config.settings(name), access).registry(name);
  }

  /// One caller's requests to an endpoint.
  Session session(Endpoint endpoint, RegistryAccess access) {
    var settings = config.settings(Reference.parse(endpoint.registry() + "/x"));
    return session(endpoint, settings, access);
  }

  private Session session(Endpoint endpoint, RegistrySettings settings, RegistryAccess access) {
    var transport =
        new HttpTransport(
            config.connectTimeout(),
            config.readTimeout(),
            config.proxies(),
            trust(certificates(settings, access)));
    var policy =
        endpoint.isMirror()
            ? config.retries().withAttempts(ATTEMPTS_AT_A_MIRROR)
            : config.retries();
    return new Session(
        endpoint,
        "repository:" + endpoint.repository() + ":pull",
        authorizer(endpoint, transport, settings, access),
        new Redirects(transport, config.limits().redirects()),
        new Retries(policy, pause),
        rate(settings),
        config.limits());
  }

  private Authorizer authorizer(
      Endpoint endpoint,
      HttpTransport transport,
      RegistrySettings settings,
      RegistryAccess access) {
    return new Authorizer(
        endpoint.origin(),
        new TokenServer(transport, tokens, config.limits().tokenBytes()),
        settings.tokenHosts(),
        credential(endpoint, access));
  }

  /// The caller's own, else what the administrator gave to everybody.
  private @Nullable Credential credential(Endpoint endpoint, RegistryAccess access) {
    var registry = endpoint.registry();
    var repository = endpoint.repository();
    return access
        .credentials()
        .find(registry, repository)
        .or(() -> config.credentials().find(registry, repository))
        .orElse(null);
  }

  private PullRate rate(RegistrySettings settings) {
    return rates.computeIfAbsent(
        new Rate(settings.prefix(), settings.maxPullsPerMinute()),
        _ -> new PullRate(settings.maxPullsPerMinute(), System::nanoTime, pause));
  }

  private static @Nullable Certificates certificates(
      RegistrySettings settings, RegistryAccess access) {
    return access.ca() == null ? settings.ca() : new Certificates.File(access.ca());
  }

  private Trust trust(@Nullable Certificates ca) {
    return ca == null ? system : authorities.computeIfAbsent(ca, Trust::with);
  }
}
