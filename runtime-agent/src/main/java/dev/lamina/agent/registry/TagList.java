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

/// The tags of a repository, page after page. See the distribution-spec, "Listing Tags".
record TagList(Session session) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern NEXT = Pattern.compile("\\s*<([^>]*)>\\s*;.*rel=\"?next\"?.*");

  List<String> fetch() throws IOException {
    var tags = new ArrayList<String>();
    var next = Optional.of(session.endpoint().tags());
    for (var page = 0; next.isPresent(); page++) {
      if (page == session.limits().pages()) {
        throw new LimitException("more than " + page + " pages of tags");
      }
      next = session.call(Request.of("GET", next.get()), response -> read(response, tags));
    }
    return List.copyOf(tags);
  }

  private Optional<URI> read(Response response, List<String> tags) throws IOException {
    if (response.status() != Status.OK) {
      throw session.unexpected(response);
    }
    var bytes = response.bytes(session.limits().documentBytes());
    try {
      MAPPER.readTree(bytes).path("tags").forEach(tag -> tags.add(tag.asText()));
    } catch (JsonProcessingException e) {
      throw new RefusedException("the list of tags is not JSON");
    }
    return next(response);
  }

  private Optional<URI> next(Response response) throws IOException {
    for (var link : response.headers("Link")) {
      var matcher = NEXT.matcher(link);
      if (matcher.matches()) {
        var next = session.redirects().target(session.endpoint().tags(), matcher.group(1));
        if (!Origin.of(next).equals(Origin.of(session.endpoint().tags()))) {
          throw new RefusedException("the next page of tags is at another host");
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
