package dev.lamina.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.registry.transport.LimitException;
import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A list of names that a registry hands out page after page. See the distribution-spec, "Listing
/// Tags".
///
/// @param start the first page
/// @param field of the document that holds the names
record Pages(Session session, URI start, String field) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern NEXT = Pattern.compile("\\s*<([^>]*)>\\s*;.*rel=\"?next\"?.*");

  List<String> fetch() throws IOException {
    var names = new ArrayList<String>();
    var next = Optional.of(start);
    for (var page = 0; next.isPresent(); page++) {
      if (page == session.limits().pages()) {
        throw new LimitException("more than " + page + " pages of " + field);
      }
      next = session.call(Request.of("GET", next.get()), response -> read(response, names));
    }
    return List.copyOf(names);
  }

  private Optional<URI> read(Response response, List<String> names) throws IOException {
    if (response.status() != Status.OK) {
      throw session.unexpected(response);
    }
    var bytes = response.bytes(session.limits().documentBytes());
    try {
      MAPPER.readTree(bytes).path(field).forEach(name -> names.add(name.asText()));
    } catch (JsonProcessingException e) {
      throw new RefusedException("the list of " + field + " is not JSON");
    }
    return next(response);
  }

  private Optional<URI> next(Response response) throws IOException {
    for (var link : response.headers("Link")) {
      var matcher = NEXT.matcher(link);
      if (matcher.matches()) {
        var next = session.redirects().target(start, matcher.group(1));
        if (!Origin.of(next).equals(Origin.of(start))) {
          throw new RefusedException("the next page of " + field + " is at another host");
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
