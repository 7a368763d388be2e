package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.FoundRepository;
import dev.lamina.agent.registry.RepositorySearch;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// `/v1/search`.
public final class SearchRoutes {
  private static final int USUAL_LIMIT = 25;
  private static final int MOST = 100;

  private final RepositorySearch search;

  public SearchRoutes(RepositorySearch search) {
    this.search = search;
  }

  public void addTo(ApiRouter router) {
    router.route("POST", "/v1/search", this::search);
  }

  private List<SearchRow> search(ApiRequest request) {
    var call = request.body(SearchCall.class);
    var limit = Objects.requireNonNullElse(call.limit(), USUAL_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw invalid("limit " + limit + ": want 1 to " + MOST);
    }
    if (call.term() == null || call.term().isBlank()) {
      throw invalid("search: want a word to look for");
    }
    var wanted =
        call.filters().stream().map(SearchRoutes::filter).reduce(found -> true, Predicate::and);
    return search.run(call.term(), limit, call.registry().access()).stream()
        .filter(wanted)
        .map(SearchRow::of)
        .toList();
  }

  private static Predicate<FoundRepository> filter(String text) {
    var equals = text.indexOf('=');
    var value = text.substring(equals + 1);
    return switch (text.substring(0, Math.max(0, equals))) {
      case "is-official" -> found -> found.official() == flag(text, value);
      case "is-automated" -> found -> found.automated() == flag(text, value);
      case "stars" -> found -> found.stars() >= number(text, value);
      default ->
          throw invalid("filter '" + text + "': known are is-official, is-automated and stars");
    };
  }

  private static boolean flag(String filter, String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw invalid("filter '" + filter + "': want true or false");
    };
  }

  private static int number(String filter, String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw invalid("filter '" + filter + "': want a number");
    }
    return Integer.parseInt(value);
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
