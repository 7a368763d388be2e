package dev.lamina.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.DockerConfig;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.registry.RegistrySettings;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.registry.reach.AddressRange;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.trust.DigestPins;
import dev.lamina.agent.trust.NameRules;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an administrator may configure of an agent; every field has a default.
///
/// @param registries how registries are spoken to; the entry with the longest prefix counts
/// @param credentials path of a Docker `config.json` for everybody who brings none that fit
/// @param limits what an image may ask of the node
/// @param trust which images the node takes
/// @param remoteSources where the builds of the cluster may fetch from
/// @param buildCache how much of it stays
record Settings(
    List<Registry> registries,
    @Nullable Path credentials,
    LimitSettings limits,
    Trust trust,
    RemoteSources remoteSources,
    CacheSettings buildCache) {
  static final Settings DEFAULT =
      new Settings(
          List.of(),
          null,
          LimitSettings.DEFAULT,
          Trust.OPEN,
          RemoteSources.DEFAULT,
          CacheSettings.DEFAULT);

  @JsonCreator
  Settings {
    registries = List.copyOf(Objects.requireNonNullElse(registries, List.of()));
    limits = Objects.requireNonNullElse(limits, LimitSettings.DEFAULT);
    trust = Objects.requireNonNullElse(trust, Trust.OPEN);
    remoteSources = Objects.requireNonNullElse(remoteSources, RemoteSources.DEFAULT);
    buildCache = Objects.requireNonNullElse(buildCache, CacheSettings.DEFAULT);
    requireUnique(registries);
    if (credentials != null) {
      var _ = DockerConfig.read(credentials);
    }
  }

  /// How this agent speaks to registries.
  ///
  /// @param environment has the proxies
  RegistryConfig registryConfig(Map<String, String> environment) {
    return RegistryConfig.DEFAULT
        .with(registries.stream().map(Registry::settings).toList())
        .with(Proxies.of(environment))
        .with(limits.registry(RegistryConfig.DEFAULT.limits()))
        .with(credentialSource());
  }

  /// The file is read each time, for who renews a password does not start agents again.
  private CredentialSource credentialSource() {
    var file = credentials;
    return file == null
        ? CredentialSource.NONE
        : (registry, repository) -> DockerConfig.read(file).find(registry, repository);
  }

  private static void requireUnique(List<Registry> registries) {
    var seen = registries.stream().map(Registry::prefix).collect(Collectors.toSet());
    if (seen.size() < registries.size()) {
      throw invalid("registries: two entries have the same prefix");
    }
  }

  /// What holds for the images below a prefix.
  ///
  /// @param prefix a host, or a host and the start of a repository: `docker.io/library`
  /// @param mirrors URLs, asked first and in order
  /// @param ca path of a PEM file to trust beside the system's certificates
  /// @param plainHttp whether http may be spoken
  /// @param maxPullsPerMinute manifests fetched in a minute; 0 = no limit
  /// @param tokenHosts token servers to trust outside of the registry's own site
  record Registry(
      String prefix,
      List<URI> mirrors,
      @Nullable Path ca,
      boolean plainHttp,
      int maxPullsPerMinute,
      Set<String> tokenHosts) {
    @JsonCreator
    Registry {
      prefix = requirePrefix(prefix);
      mirrors = List.copyOf(Objects.requireNonNullElse(mirrors, List.of()));
      tokenHosts = Set.copyOf(Objects.requireNonNullElse(tokenHosts, Set.of()));
      if (maxPullsPerMinute < 0) {
        throw invalid("maxPullsPerMinute is negative");
      }
      if (ca != null && !Files.isReadable(ca)) {
        throw invalid("ca " + ca + ": no such file");
      }
      settings(prefix, mirrors, ca, plainHttp, maxPullsPerMinute, tokenHosts).requireValid();
    }

    RegistrySettings settings() {
      return settings(prefix, mirrors, ca, plainHttp, maxPullsPerMinute, tokenHosts);
    }

    private static RegistrySettings settings(
        String prefix,
        List<URI> mirrors,
        @Nullable Path ca,
        boolean plainHttp,
        int maxPullsPerMinute,
        Set<String> tokenHosts) {
      return new RegistrySettings(
          prefix,
          mirrors,
          ca == null ? null : new Certificates.File(ca),
          plainHttp,
          maxPullsPerMinute,
          tokenHosts);
    }

    static String requirePrefix(@Nullable String prefix) {
      if (prefix == null || !Reference.hasRegistry(prefix + "/x")) {
        throw invalid("prefix '" + prefix + "': want a registry host, such as docker.io");
      }
      var _ = Reference.parse(prefix + "/x");
      return prefix;
    }
  }

  /// Addresses that ADD, git and http contexts may be fetched from; see [AddressPolicy].
  ///
  /// @param allow addresses and ranges, with a port or without, that are not refused
  /// @param deny those that are, beside loopback, link-local, multicast and metadata addresses
  record RemoteSources(List<String> allow, List<String> deny) {
    static final RemoteSources DEFAULT = new RemoteSources(List.of(), List.of());

    @JsonCreator
    RemoteSources {
      allow = List.copyOf(Objects.requireNonNullElse(allow, List.of()));
      deny = List.copyOf(Objects.requireNonNullElse(deny, List.of()));
      var _ = policy(allow, deny);
    }

    AddressPolicy policy() {
      return policy(allow, deny);
    }

    private static AddressPolicy policy(List<String> allow, List<String> deny) {
      return AddressPolicy.guarded(
          allow.stream().map(AddressRange::parse).toList(),
          deny.stream().map(AddressRange::parse).toList());
    }
  }

  /// Rules for names and digests; see [TrustPolicy].
  ///
  /// @param allow where there are any, only such images are used
  /// @param deny never used
  /// @param pins what some names have to be
  record Trust(List<String> allow, List<String> deny, List<Pin> pins) {
    static final Trust OPEN = new Trust(List.of(), List.of(), List.of());

    @JsonCreator
    Trust {
      allow = List.copyOf(Objects.requireNonNullElse(allow, List.of()));
      deny = List.copyOf(Objects.requireNonNullElse(deny, List.of()));
      pins = List.copyOf(Objects.requireNonNullElse(pins, List.of()));
      var _ = patterns(allow);
      var _ = patterns(deny);
    }

    TrustPolicy policy() {
      var policies = new ArrayList<TrustPolicy>();
      if (!allow.isEmpty() || !deny.isEmpty()) {
        policies.add(new NameRules(patterns(allow), patterns(deny)));
      }
      if (!pins.isEmpty()) {
        policies.add(new DigestPins(pins.stream().map(Pin::pin).toList()));
      }
      return policies.isEmpty() ? TrustPolicy.NONE : TrustPolicy.all(policies);
    }

    private static List<NamePattern> patterns(List<String> texts) {
      return texts.stream().map(NamePattern::new).toList();
    }
  }

  /// The digests that names like a pattern may mean.
  record Pin(String names, List<String> digests) {
    @JsonCreator
    Pin {
      if (names == null || digests == null || digests.isEmpty()) {
        throw invalid("a pin has names and at least one digest");
      }
      digests = List.copyOf(digests);
      var _ = pin(names, digests);
    }

    DigestPins.Pin pin() {
      return pin(names, digests);
    }

    private static DigestPins.Pin pin(String names, List<String> digests) {
      return new DigestPins.Pin(
          new NamePattern(names), digests.stream().map(Pin::digest).collect(Collectors.toSet()));
    }

    private static Digest digest(String text) {
      if (!Digest.isDigest(text)) {
        throw invalid("'" + text + "' is not a digest");
      }
      return Digest.parse(text);
    }
  }

  static AgentException invalid(String why) {
    return new AgentException(FailureReason.InvalidArgument, why);
  }
}
