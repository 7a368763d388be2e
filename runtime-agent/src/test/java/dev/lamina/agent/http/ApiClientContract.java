package dev.lamina.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.container.StartException;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A verb must not notice whether a daemon does its work.
abstract class ApiClientContract {
  private ApiClient client;

  abstract ApiClient connect(ApiRouter router);

  record Echo(String text) {}

  @BeforeEach
  void open() {
    client =
        connect(
            new ApiRouter()
                    .route("POST", "/v1/echo/{name*}/end", ApiClientContract::echo)
                    .route("GET", "/v1/nothing", request -> null)
                    .route(
                        "GET",
                        "/v1/broken",
                        request -> fail(new IllegalStateException("by design")))
                    .route("GET", "/v1/start", request -> fail(new StartException(127, "no", null)))
                    .stream("POST", "/v1/long", ApiClientContract::count));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void carriesPathQueryAndBody() {
    var answer = client.call("POST", "/v1/echo/a%2Fb:1/end?force=true", new Echo("grüße"));

    assertEquals("a/b:1 true grüße", answer.path("said").asText());
  }

  @Test
  void answersWithAnEmptyObjectWhereThereIsNothingToSay() {
    assertTrue(client.call("GET", "/v1/nothing", null).isEmpty());
  }

  @Test
  void deliversProgressBeforeTheResult() {
    var events = new ArrayList<JsonNode>();

    var result = client.call("POST", "/v1/long", new Echo("3"), events::add);

    assertEquals(3, events.size());
    assertEquals(2, events.get(2).path("step").asInt());
    assertEquals(3, result.path("steps").asInt());
  }

  @Test
  void carriesAFailureAfterProgress() {
    var events = new ArrayList<JsonNode>();

    var failure =
        assertThrows(
            AgentException.class,
            () -> client.call("POST", "/v1/long", new Echo("x"), events::add));

    assertEquals(FailureReason.InvalidArgument, failure.reason());
    assertEquals("steps 'x': want a number", failure.getMessage());
    assertEquals(1, events.size());
  }

  @Test
  void refusesAnUnknownFieldByName() {
    var failure =
        assertThrows(
            AgentException.class,
            () -> client.call("POST", "/v1/echo/a/end", Map.of("txt", "typing error")));

    assertEquals(FailureReason.InvalidArgument, failure.reason());
    assertTrue(failure.getMessage().contains("'txt'"), failure.getMessage());
  }

  @Test
  void refusesAnUnknownEndpoint() {
    var failure = assertThrows(AgentException.class, () -> client.call("GET", "/v2", null));

    assertEquals(FailureReason.NotFound, failure.reason());
  }

  @Test
  void keepsTheExitCodeOfAContainerThatDidNotStart() {
    var failure = assertThrows(AgentException.class, () -> client.call("GET", "/v1/start", null));

    assertEquals(FailureReason.StartError, failure.reason());
    assertEquals(127, ApiError.of(failure).exitCode());
  }

  @Test
  void turnsADefectIntoOneLine() {
    var failure =
        assertThrows(RuntimeException.class, () -> client.call("GET", "/v1/broken", null));

    assertTrue(failure.toString().contains("by design"), failure.toString());
  }

  private static Object echo(ApiRequest request) {
    var text = request.body(Echo.class).text();
    return Map.of("said", request.path("name") + " " + request.flag("force") + " " + text);
  }

  private static Object fail(RuntimeException failure) {
    throw failure;
  }

  private static Object count(ApiRequest request, EventStream events) {
    events.emit(Map.of("step", 0));
    var text = request.body(Echo.class).text();
    if (!text.equals("3")) {
      throw new AgentException(
          FailureReason.InvalidArgument, "steps '" + text + "': want a number");
    }
    events.emit(Map.of("step", 1));
    events.emit(Map.of("step", 2));
    return Map.of("steps", 3);
  }
}
