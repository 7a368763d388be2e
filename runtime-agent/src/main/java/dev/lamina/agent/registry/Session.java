package dev.lamina.agent.registry;

import dev.lamina.agent.registry.transport.Redirects;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Retries;
import dev.lamina.agent.registry.transport.StatusException;
import java.io.IOException;

/// One caller's requests to one endpoint, with redirects and retries.
record Session(Endpoint endpoint, Redirects redirects, Retries retries, RegistryLimits limits) {
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
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
    var response = redirects.send(request);
    if (StatusException.isTransient(response.status())) {
      try (response) {
        throw unexpected(response);
      }
    }
    return response;
  }
}
