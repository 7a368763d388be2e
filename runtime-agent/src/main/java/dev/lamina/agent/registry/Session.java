package dev.lamina.agent.registry;

import dev.lamina.agent.registry.auth.Authorizer;
import dev.lamina.agent.registry.transport.Redirects;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Retries;
import dev.lamina.agent.registry.transport.StatusException;
import java.io.IOException;

/// One caller's requests to one endpoint, with credentials, redirects and retries.
///
/// @param scope what the requests may do, as token servers understand it
record Session(
    Endpoint endpoint,
    String scope,
    Authorizer authorizer,
    Redirects redirects,
    Retries retries,
    PullRate rate,
    RegistryLimits limits) {
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /// The same caller with another scope.
  Session with(String changed) {
    return new Session(endpoint, changed, authorizer, redirects, retries, rate, limits);
  }

  /// Asks, and reads the answer; a failure while reading it is repeated with the request.
  <T> T call(Request request, Reader<T> reader) throws IOException {
    return retries.run(() -> {
      try (var response = send(request)) {
        return reader.read(response);
      }
    });
  }

  /// Asks for a body that the caller reads and closes.
  <T> T open(Request request, Reader<T> reader) throws IOException {
    return retries.run(() -> {
      var response = send(request);
      try {
        return reader.read(response);
      } catch (IOException | RuntimeException e) {
        response.close();
        throw e;
      }
    });
  }

  /// One attempt, whatever comes of it.
  <T> T once(Request request, Reader<T> reader) throws IOException {
    try (var response = send(request)) {
      return reader.read(response);
    }
  }

  /// The failure of an answer that was not expected.
  StatusException unexpected(Response response) throws IOException {
    return Failures.of(response, limits);
  }

  private Response send(Request request) throws IOException {
    var response = authorizer.send(redirects, request, scope);
    if (StatusException.isTransient(response.status())) {
      try (response) {
        throw unexpected(response);
      }
    }
    return response;
  }
}
