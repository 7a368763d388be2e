package dev.lamina.agent.registry.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.transport.HttpTransport;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import dev.lamina.agent.registry.transport.StatusException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Tokens, from the cache or from the server: GET with a password or as nobody, POST with an
/// identity token (OAuth 2). A redirect is not followed: it would take the secret elsewhere.
///
/// @param limit bytes of an answer
public record TokenServer(HttpTransport transport, TokenCache cache, int limit) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]+");
  private static final long SHORTEST_SECONDS = 60;
  private static final long LONGEST_SECONDS = 3600;
  private static final long MARGIN_SECONDS = 5;

  Token token(TokenCache.Key key) throws IOException {
    var known = cache.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    var fresh = fetch(key);
    cache.put(key, fresh);
    return fresh;
  }

  private Token fetch(TokenCache.Key key) throws IOException {
    try (var response = transport.send(request(key))) {
      if (response.status() != Status.OK) {
        throw refused(response);
      }
      return read(response);
    }
  }

  private static Request request(TokenCache.Key key) {
    var query = "service=" + encoded(key.service()) + "&scope=" + encoded(key.scope());
    return switch (key.credential()) {
      case null -> get(key, query);
      case Credential.Basic basic ->
          get(key, query).with(Request.AUTHORIZATION, Authorizer.header(basic));
      case Credential.IdentityToken identity -> post(key, query, identity);
    };
  }

  private static Request get(TokenCache.Key key, String query) {
    var separator = key.realm().getRawQuery() == null ? "?" : "&";
    return Request.of("GET", URI.create(key.realm() + separator + query));
  }

  private static Request post(TokenCache.Key key, String query, Credential.IdentityToken identity) {
    var form =
        "grant_type=refresh_token&client_id=lamina&refresh_token="
            + encoded(identity.token())
            + "&"
            + query;
    return Request.of("POST", key.realm())
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with(new Request.Body.Bytes(form.getBytes(StandardCharsets.UTF_8)));
  }

  private Token read(Response response) throws IOException {
    var tree = tree(response.bytes(limit));
    var text = tree.path("token").asText(tree.path("access_token").asText());
    if (!TEXT.matcher(text).matches()) {
      throw new RefusedException("the token server answers without a token");
    }
    var asked = tree.path("expires_in").asLong(SHORTEST_SECONDS);
    var seconds = Math.clamp(asked, SHORTEST_SECONDS, LONGEST_SECONDS) - MARGIN_SECONDS;
    return new Token(text, cache.clock().instant().plusSeconds(seconds));
  }

  private static JsonNode tree(byte[] bytes) throws IOException {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RefusedException("the answer of the token server is not JSON");
    }
  }

  /// The body is not shown: some servers repeat what they were sent.
  private static IOException refused(Response response) {
    var message = "the token server answers with status " + response.status();
    return StatusException.isTransient(response.status())
        ? new StatusException(response.status(), message, null)
        : new RefusedException(message);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
