package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.auth.Authorizer;
import dev.lamina.agent.registry.auth.TokenCache;
import dev.lamina.agent.registry.auth.TokenServer;
import dev.lamina.agent.registry.transport.HttpTransport;
import dev.lamina.agent.registry.transport.Pause;
import dev.lamina.agent.registry.transport.Redirects;
import dev.lamina.agent.registry.transport.Retries;
import dev.lamina.agent.registry.transport.Trust;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The registries of the world, over HTTP.
public final class RegistryClient implements Registries {
  private static final int ATTEMPTS_AT_A_MIRROR = 2;

  private final RegistryConfig config;
  private final Pause pause;
  private final TokenCache tokens;
  private final Trust system = Trust.system();
  private final ConcurrentMap<Path, Trust> authorities = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, PullRate> rates = new ConcurrentHashMap<>();

  public RegistryClient(RegistryConfig config) {
    this(config, Clock.systemUTC(), Pause.REAL);
  }

  RegistryClient(RegistryConfig config, Clock clock, Pause pause) {
    this.config = config;
    this.pause = pause;
    this.tokens = new TokenCache(clock);
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
            trust(access.ca() == null ? settings.ca() : access.ca()));
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
        settings.prefix(),
        _ -> new PullRate(settings.maxPullsPerMinute(), System::nanoTime, pause));
  }

  private Trust trust(@Nullable Path ca) {
    return ca == null ? system : authorities.computeIfAbsent(ca, Trust::with);
  }
}
