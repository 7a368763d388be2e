package dev.lamina.kubectl.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// GETs that answer JSON; a registry that wants a token gets one.
final class RegistryCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 4 << 20;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final Pattern PARAMETER = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final @Nullable String basic;

  /// @param basic user and password in base64, for registries that ask for them
  RegistryCalls(@Nullable String basic) {
    this.basic = basic;
  }

  /// A document, and where the next part of it is.
  record Answer(JsonNode document, Optional<String> link) {}

  /// @throws Failure `Unauthorized`, `RateLimited`, `NotFound` or `RegistryUnavailable`
  Answer get(URI uri) {
    var response = send(uri, null);
    if (response.statusCode() == UNAUTHORIZED) {
      var challenge = response.headers().firstValue("WWW-Authenticate").orElse("");
      response = send(uri, authorization(uri, challenge));
    }
    return new Answer(document(uri, response), response.headers().firstValue("Link"));
  }

  private String authorization(URI uri, String challenge) {
    if (challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
      var token =
          document(uri, send(tokenUri(uri, challenge), basic == null ? null : "Basic " + basic));
      return "Bearer " + Json.text(token, "token").orElse(token.path("access_token").asText(""));
    }
    if (basic == null) {
      throw new Failure(
          FailureReason.Unauthorized, uri.getAuthority() + " asks for a name and a password");
    }
    return "Basic " + basic;
  }

  private static URI tokenUri(URI uri, String challenge) {
    var realm = "";
    var query = new StringBuilder();
    var matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      if (matcher.group(1).equals("realm")) {
        realm = matcher.group(2);
      } else {
        query.append(query.isEmpty() ? "?" : "&").append(matcher.group(1)).append('=');
        query.append(RegistrySearch.encoded(matcher.group(2)));
      }
    }
    if (!realm.startsWith(uri.getScheme() + "://") && !realm.startsWith("https://")) {
      throw new Failure(
          FailureReason.RegistryUnavailable,
          uri.getAuthority() + " has its tokens nowhere to be had");
    }
    return URI.create(realm + query);
  }

  private HttpResponse<byte[]> send(URI uri, @Nullable String authorization) {
    var request =
        HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", "application/json");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      return client.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    } catch (IOException e) {
      throw new Failure(
          FailureReason.RegistryUnavailable, uri.getAuthority() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(FailureReason.Cancelled, "asking " + uri.getAuthority(), e);
    }
  }

  private static JsonNode document(URI uri, HttpResponse<byte[]> response) {
    var reason =
        switch (response.statusCode()) {
          case OK -> null;
          case UNAUTHORIZED, 403 -> FailureReason.Unauthorized;
          case 404 -> FailureReason.NotFound;
          case TOO_MANY -> FailureReason.RateLimited;
          default -> FailureReason.RegistryUnavailable;
        };
    if (reason != null) {
      throw new Failure(
          reason, "%s answers with status %d".formatted(uri.getAuthority(), response.statusCode()));
    }
    return Json.parse(response.body(), String.valueOf(uri.getAuthority()));
  }
}
