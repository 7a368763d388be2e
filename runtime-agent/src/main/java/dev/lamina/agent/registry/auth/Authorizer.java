package dev.lamina.agent.registry.auth;

import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.agent.registry.transport.Redirects;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends the requests of one caller to one registry, with the credential it has for that.
///
/// The first answer says what the registry wants; from then on requests carry it. A refused token
/// is replaced. Only the registry itself is believed: another origin, be it a redirect's target or
/// the place of an upload, gets no credential and its challenges no answer.
public final class Authorizer {
  /// Without anything, with a token of the cache, with a fresh one.
  private static final int ATTEMPTS = 3;

  private final Origin registry;
  private final TokenServer tokens;
  private final Set<String> tokenHosts;
  private final @Nullable Credential credential;
  private volatile List<Challenge> challenges = List.of();

  /// Starts without knowing what the registry wants.
  ///
  /// @param tokenHosts token servers to trust beside those of the registry's site
  /// @param credential absent = nobody's
  public Authorizer(
      Origin registry,
      TokenServer tokens,
      Set<String> tokenHosts,
      @Nullable Credential credential) {
    this.registry = registry;
    this.tokens = tokens;
    this.tokenHosts = Set.copyOf(tokenHosts);
    this.credential = credential;
  }

  /// What a request carries.
  ///
  /// @param key of the token; absent = it is the password itself
  private record Authorization(String header, TokenCache.@Nullable Key key, @Nullable Token token) {
    @Override
    public String toString() {
      return "Authorization[]";
    }
  }

  /// Sends a request; 401 is the answer when the registry accepts nothing that the caller has.
  ///
  /// @param scope what for: `repository:library/nginx:pull`
  public Response send(Redirects redirects, Request request, String scope) throws IOException {
    if (!Origin.of(request.uri()).equals(registry)) {
      return redirects.send(request);
    }
    var known = authorization(scope);
    for (var attempt = 1; ; attempt++) {
      var response = redirects.send(authorized(request, known));
      if (response.status() != Status.UNAUTHORIZED || !Origin.of(response.uri()).equals(registry)) {
        return response;
      }
      known.ifPresent(this::forget);
      learn(response);
      var answer = authorization(scope);
      if (attempt == ATTEMPTS || answer.isEmpty() || answer.equals(known)) {
        return response;
      }
      response.close();
      known = answer;
    }
  }

  static String header(Credential.Basic basic) {
    var pair = (basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static Request authorized(Request request, Optional<Authorization> authorization) {
    return authorization
        .map(known -> request.with(Request.AUTHORIZATION, known.header()))
        .orElse(request);
  }

  /// The answer to a streamed upload comes without its headers; what was learnt before counts.
  private void learn(Response response) {
    var parsed = Challenge.parse(response.headers("WWW-Authenticate"));
    if (!parsed.isEmpty()) {
      challenges = parsed;
    }
  }

  private void forget(Authorization refused) {
    if (refused.key() != null && refused.token() != null) {
      tokens.cache().remove(refused.key(), refused.token());
    }
  }

  private Optional<Authorization> authorization(String scope) throws IOException {
    for (var challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        return Optional.of(bearer(challenge, scope));
      }
    }
    var wantsBasic = challenges.stream().anyMatch(known -> known.scheme().equals("basic"));
    return wantsBasic && credential instanceof Credential.Basic basic
        ? Optional.of(new Authorization(header(basic), null, null))
        : Optional.empty();
  }

  private Authorization bearer(Challenge challenge, String scope) throws IOException {
    var proxies = tokens.transport().proxies();
    var realm = Realm.require(registry, challenge.parameter("realm"), tokenHosts, proxies);
    var key = new TokenCache.Key(realm, challenge.parameter("service"), scope, credential);
    var token = tokens.token(key);
    return new Authorization("Bearer " + token.text(), key, token);
  }
}
