package dev.lamina.operator.images;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagerecord.ImageRecordStatus;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.images.RecordRows.Held;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks nodes for the documents of images that nobody knows yet: one node per digest, a few digests
/// at a time. A node that does not answer in time, or wrongly, is not asked for that digest again.
/// Used by one thread.
final class Inspections {
  private static final Logger LOG = LoggerFactory.getLogger(Inspections.class);
  private static final int MOST_PER_NODE = 2;
  private static final int MOST = 32;
  private static final int MOST_TRIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Members members;
  private final Shares shares;
  private final String owner;
  private final Map<String, Question> open = new HashMap<>();
  private final Map<String, Set<String>> refused = new HashMap<>();
  private final Map<String, String> problems = new HashMap<>();

  /// @param owner `namespace/name` that the assignments carry
  Inspections(Members members, Shares shares, String owner) {
    this.members = members;
    this.shares = shares;
    this.owner = owner;
  }

  private record Question(String node, Assignment assignment, Instant since) {}

  /// One round: takes in answers, and asks for what is missing.
  ///
  /// @param missing digests without facts that nodes hold
  /// @return what is known now, by digest
  Map<String, ImageRecordStatus> run(Map<String, Held> missing, Instant now) {
    var known = new HashMap<String, ImageRecordStatus>();
    var touched = new HashSet<String>();
    for (var digest : List.copyOf(open.keySet())) {
      look(digest, missing, now, touched).ifPresent(facts -> known.put(digest, facts));
    }
    refused.keySet().retainAll(missing.keySet());
    problems.keySet().retainAll(missing.keySet());
    var ready =
        members.members().stream()
            .filter(Member::hasAgent)
            .map(Member::name)
            .collect(Collectors.toSet());
    for (var entry : missing.entrySet()) {
      if (!known.containsKey(entry.getKey()) && !open.containsKey(entry.getKey())) {
        ask(entry.getKey(), entry.getValue(), ready, now, touched)
            .ifPresent(without -> known.put(entry.getKey(), without));
      }
    }
    touched.forEach(this::dispatch);
    return known;
  }

  private Optional<ImageRecordStatus> look(
      String digest, Map<String, Held> missing, Instant now, Set<String> touched) {
    var question = open.get(digest);
    if (question == null) {
      return Optional.empty();
    }
    var result = result(question);
    var isOver = result.isPresent() || question.since().plus(PATIENCE).isBefore(now);
    if (!isOver && missing.containsKey(digest)) {
      return Optional.empty();
    }
    open.remove(digest);
    touched.add(question.node());
    return result
        .flatMap(answer -> read(digest, question, answer))
        .or(() -> {
          refused.computeIfAbsent(digest, none -> new HashSet<>()).add(question.node());
          return Optional.empty();
        });
  }

  private Optional<AssignmentResult> result(Question question) {
    return members
        .imageNode(question.node())
        .map(ImageNode::getStatus)
        .flatMap(status ->
            status.results().stream()
                .filter(result -> result.id().equals(question.assignment().id()))
                .filter(AssignmentResult::isFinal)
                .findFirst());
  }

  private Optional<ImageRecordStatus> read(
      String digest, Question question, AssignmentResult answer) {
    var facts = answer.facts();
    if (answer.state() != ResultState.Succeeded || facts == null) {
      problems.put(digest, question.node() + ": " + answer.reason() + ": " + answer.message());
      return Optional.empty();
    }
    try {
      return Optional.of(RecordDraft.of(digest, facts));
    } catch (IllegalArgumentException e) {
      LOG.warn("node {} about image {}: {}", question.node(), digest, e.getMessage());
      problems.put(digest, question.node() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Asks one node, if there is room; says why there are no facts when nobody is left to ask.
  private Optional<ImageRecordStatus> ask(
      String digest, Held held, Set<String> ready, Instant now, Set<String> touched) {
    var tried = refused.getOrDefault(digest, Set.of());
    if (tried.size() >= MOST_TRIES || tried.containsAll(held.nodes().keySet())) {
      return Optional.of(
          RecordDraft.without(digest, problems.getOrDefault(digest, "no node has answered")));
    }
    if (open.size() < MOST) {
      held.nodes().keySet().stream()
          .filter(node -> ready.contains(node) && !tried.contains(node))
          .filter(node -> openOn(node) < MOST_PER_NODE)
          .findFirst()
          .ifPresent(node -> {
            open.put(digest, new Question(node, assignment(digest, node, held), now));
            touched.add(node);
          });
    }
    return Optional.empty();
  }

  private long openOn(String node) {
    return open.values().stream().filter(question -> question.node().equals(node)).count();
  }

  private Assignment assignment(String digest, String node, Held held) {
    var id = AssignmentId.of('i', owner, 0, digest + "|" + node);
    var tenant = held.nodes().get(node);
    return Assignment.inline(id, Operation.Inspect, owner, tenant, digest, null, false, null);
  }

  private void dispatch(String node) {
    var assignments =
        open.values().stream()
            .filter(question -> question.node().equals(node))
            .map(Question::assignment)
            .toList();
    // What was answered is taken off the node at once: documents are large.
    shares.put(owner, node, new Share(assignments, List.of(), List.of(), Set.of()));
  }
}
