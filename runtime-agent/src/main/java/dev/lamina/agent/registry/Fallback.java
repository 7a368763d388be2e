package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks one endpoint after the other until one can answer.
///
/// A mirror that was unavailable once is not asked again for this repository: every blob would wait
/// for it. Cancelling ends all of it.
final class Fallback {
  private final List<Session> sessions;
  private final Set<Session> unavailable = ConcurrentHashMap.newKeySet();

  @FunctionalInterface
  interface Question<T> {
    T ask(Session session) throws IOException;
  }

  /// @param sessions mirrors in order, the registry last
  Fallback(List<Session> sessions) {
    this.sessions = List.copyOf(sessions);
  }

  /// The registry itself.
  <T> T last(String what, Question<T> question) {
    return ask(what, sessions.getLast(), question);
  }

  /// The first answer; the registry's failure when there is none.
  <T> T first(String what, Question<T> question) {
    return find(what, session -> Optional.of(question.ask(session))).orElseThrow();
  }

  /// The first answer that is there; the registry's own, be it absent or a failure, in the end.
  <T> Optional<T> find(String what, Question<Optional<T>> question) {
    for (var session : sessions.subList(0, sessions.size() - 1)) {
      if (unavailable.contains(session)) {
        continue;
      }
      try {
        var answer = ask(what, session, question);
        if (answer.isPresent()) {
          return answer;
        }
      } catch (AgentException e) {
        if (e.reason() == FailureReason.Cancelled) {
          throw e;
        }
        if (e.reason().retryable()) {
          unavailable.add(session);
        }
      }
    }
    return last(what, question);
  }

  private static <T> T ask(String what, Session session, Question<T> question) {
    try {
      return question.ask(session);
    } catch (IOException e) {
      throw Failures.of(what, session.endpoint(), e);
    }
  }
}
