package dev.lamina.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.transport.LimitException;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import dev.lamina.agent.registry.transport.StatusException;
import dev.lamina.agent.registry.transport.Text;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says what went wrong, once, in the words of the API.
final class Failures {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private Failures() {}

  /// The failure of a whole operation.
  static AgentException of(String what, Endpoint endpoint, IOException failure) {
    if (failure.getCause() instanceof AgentException known) {
      return known;
    }
    var message = "%s from %s: %s".formatted(what, endpoint, reason(failure));
    return new AgentException(classify(failure), message, failure);
  }

  /// An answer with a status that nobody asked for.
  static StatusException of(Response response, RegistryLimits limits) throws IOException {
    var why = error(response.start(limits.errorBytes()));
    var message = "status " + response.status() + (why.isEmpty() ? "" : " (" + why + ")");
    return new StatusException(response.status(), message, retryAfter(response));
  }

  private static FailureReason classify(IOException failure) {
    if (Thread.currentThread().isInterrupted()) {
      return FailureReason.Cancelled;
    }
    return switch (failure) {
      case LimitException _ -> FailureReason.LimitExceeded;
      case RefusedException _ -> FailureReason.Unauthorized;
      case StatusException status ->
          switch (status.status()) {
            case Status.UNAUTHORIZED, Status.FORBIDDEN -> FailureReason.Unauthorized;
            case Status.NOT_FOUND -> FailureReason.ImageNotFound;
            case Status.TOO_MANY_REQUESTS -> FailureReason.RateLimited;
            default -> FailureReason.RegistryUnavailable;
          };
      default -> FailureReason.RegistryUnavailable;
    };
  }

  /// The reason in words: the JDK's own messages lack theirs, or say it with the name of a class.
  private static String reason(IOException failure) {
    return switch (failure) {
      case StatusException _, LimitException _, RefusedException _ -> said(failure);
      case UnknownHostException _ -> "host not found: " + Text.line(said(failure));
      case SocketException _, SocketTimeoutException _, SSLException _ -> Text.line(said(failure));
      default -> Text.line(failure.toString());
    };
  }

  private static String said(IOException failure) {
    return String.valueOf(failure.getMessage());
  }

  private static @Nullable Duration retryAfter(Response response) {
    return response
        .header("Retry-After")
        .map(String::strip)
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }

  /// The distribution protocol's error document, or the text as it is.
  private static String error(byte[] body) {
    try {
      var first = MAPPER.readTree(body).path("errors").path(0);
      var message = first.path("message").asText();
      return Text.line(first.path("code").asText() + (message.isEmpty() ? "" : ": " + message));
    } catch (JsonProcessingException e) {
      return Text.line(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory are always readable", e);
    }
  }
}
