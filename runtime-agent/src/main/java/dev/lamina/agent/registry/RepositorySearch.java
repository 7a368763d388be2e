package dev.lamina.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Finds repositories by a word: on Docker Hub by its search, elsewhere among all names that the
/// registry lists (`_catalog`), which many registries show to administrators only.
public final class RepositorySearch {
  private static final URI HUB = URI.create("https://hub.docker.com");
  private static final String CATALOG_SCOPE = "registry:catalog:*";
  private static final int CATALOG_PAGE = 1000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final RegistryClient client;
  private final URI hub;

  public RepositorySearch(RegistryClient client) {
    this(client, HUB);
  }

  /// @param hub where the search of Docker Hub is
  RepositorySearch(RegistryClient client, URI hub) {
    this.client = client;
    this.hub = hub;
  }

  /// Searches.
  ///
  /// @param term a word, or a registry, a slash and a word: `registry.example.com/web`
  /// @param limit how many to find at most
  /// @throws dev.lamina.agent.failure.AgentException `Unauthorized`, `RegistryUnavailable`,
  ///   `RateLimited`
  public List<FoundRepository> run(String term, int limit, RegistryAccess access) {
    var slash = term.indexOf('/');
    return Reference.hasRegistry(term)
        ? catalog(term.substring(0, slash), term.substring(slash + 1), limit, access)
        : hub(term, limit);
  }

  private List<FoundRepository> hub(String term, int limit) {
    var endpoint = new Endpoint(hub, String.valueOf(hub.getAuthority()), "search", null);
    var query = "?page_size=" + limit + "&query=" + Endpoint.encoded(term);
    var uri = URI.create(hub + "/v2/search/repositories/" + query);
    var session = client.session(endpoint, RegistryAccess.ANONYMOUS);
    try {
      return session.call(Request.of("GET", uri), response -> read(session, response)).stream()
          .limit(limit)
          .toList();
    } catch (IOException e) {
      throw Failures.of("searching " + term, endpoint, e);
    }
  }

  private static List<FoundRepository> read(Session session, Response response) throws IOException {
    var results = document(session, response).path("results");
    return StreamSupport.stream(results.spliterator(), false).map(RepositorySearch::found).toList();
  }

  private static FoundRepository found(JsonNode result) {
    return new FoundRepository(
        result.path("repo_name").asText(),
        result.path("short_description").asText(""),
        result.path("star_count").asLong(),
        result.path("is_official").asBoolean(),
        result.path("is_automated").asBoolean());
  }

  private List<FoundRepository> catalog(
      String host, String word, int limit, RegistryAccess access) {
    var endpoint = client.endpoint(Reference.parse(host + "/x"), access);
    var session = client.session(endpoint, access).with(CATALOG_SCOPE);
    var uri = URI.create(endpoint.base() + "/v2/_catalog?n=" + CATALOG_PAGE);
    var wanted = word.toLowerCase(Locale.ROOT);
    try {
      return new Pages(session, uri, "repositories")
          .fetch().stream()
              .filter(name -> name.contains(wanted))
              .limit(limit)
              .map(name -> new FoundRepository(host + "/" + name, "", 0, false, false))
              .toList();
    } catch (IOException e) {
      throw Failures.of("searching " + word, endpoint, e);
    }
  }

  private static JsonNode document(Session session, Response response) throws IOException {
    if (response.status() != Status.OK) {
      throw session.unexpected(response);
    }
    try {
      return MAPPER.readTree(response.bytes(session.limits().documentBytes()));
    } catch (JsonProcessingException e) {
      throw new RefusedException("the answer is not JSON");
    }
  }
}
