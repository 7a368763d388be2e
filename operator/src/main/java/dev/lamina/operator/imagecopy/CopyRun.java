package dev.lamina.operator.imagecopy;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagecopy.ImageCopySpec;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One generation of an ImageCopy: the work of each node, and what became of it. Used by one thread
/// at a time.
final class CopyRun {
  private final String uid;
  private final long generation;
  private final String owner;
  private final String tenant;
  private final ImageCopySpec spec;
  private final Map<Piece, AssignmentResult> ends = new HashMap<>();
  private final Map<Piece, Instant> open = new HashMap<>();
  private final Set<String> lost = new HashSet<>();
  private @Nullable String digest;
  private @Nullable String pusher;
  private Set<String> holders = Set.of();

  CopyRun(String uid, long generation, String owner, String tenant, ImageCopySpec spec) {
    this.uid = uid;
    this.generation = generation;
    this.owner = owner;
    this.tenant = tenant;
    this.spec = spec;
  }

  /// One tag on one node, or one destination from one node.
  ///
  /// @param target as the spec names it
  record Piece(String node, Operation op, String target) {}

  boolean isOf(long otherGeneration) {
    return generation == otherGeneration;
  }

  @Nullable String digest() {
    return digest;
  }

  @Nullable String pusher() {
    return pusher;
  }

  /// The image is known, and where it is now. The digest is found once.
  ///
  /// @param ready nodes that have it and can be asked
  /// @param preferred the node that pushed before, if one did
  void locate(String found, Set<String> ready, @Nullable String preferred) {
    digest = found;
    holders = new TreeSet<>(ready);
    var candidates = new TreeSet<>(ready);
    candidates.removeAll(lost);
    if (pusher != null && !lost.contains(pusher)) {
      return;
    }
    pusher =
        preferred != null && candidates.contains(preferred)
            ? preferred
            : candidates.stream().findFirst().orElse(null);
  }

  /// Everything that is to be done, as far as it is known where.
  List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    for (var tag : spec.tags()) {
      holders.forEach(node -> pieces.add(new Piece(node, Operation.Tag, tag)));
      ends.keySet().stream()
          .filter(piece -> piece.op() == Operation.Tag && piece.target().equals(tag))
          .filter(piece -> !holders.contains(piece.node()))
          .forEach(pieces::add);
    }
    for (var destination : spec.destinations()) {
      if (pusher != null) {
        pieces.add(new Piece(pusher, Operation.Push, destination));
      }
    }
    return pieces;
  }

  Optional<AssignmentResult> end(Piece piece) {
    return Optional.ofNullable(ends.get(piece));
  }

  void ended(Piece piece, AssignmentResult result) {
    ends.put(piece, result);
    open.remove(piece);
  }

  /// The agent does not answer: its tags have failed, its pushes go to another node.
  void lost(Piece piece, AssignmentResult failure) {
    open.remove(piece);
    lost.add(piece.node());
    if (piece.op() == Operation.Tag || holders.stream().allMatch(lost::contains)) {
      ends.put(piece, failure);
    }
  }

  /// What is open, and since when.
  Map<Piece, Instant> open() {
    return Map.copyOf(open);
  }

  /// Opens everything that has not ended.
  ///
  /// @return the nodes whose work is another now
  Set<String> begin(Instant now) {
    var nodes = new TreeSet<String>();
    for (var piece : pieces()) {
      if (!ends.containsKey(piece) && open.putIfAbsent(piece, now) == null) {
        nodes.add(piece.node());
      }
    }
    return nodes;
  }

  List<Piece> openOn(String node) {
    return pieces().stream()
        .filter(piece -> piece.node().equals(node) && open.containsKey(piece))
        .toList();
  }

  String id(Piece piece) {
    var verb = piece.op() == Operation.Tag ? 't' : 'u';
    return AssignmentId.of(verb, uid, generation, piece.target() + "|" + digest);
  }

  Assignment assignment(Piece piece) {
    var inline =
        Assignment.inline(
            id(piece), piece.op(), owner, tenant, digest, piece.target(), false, null);
    return piece.op() == Operation.Tag
        ? inline
        : inline.withLimits(spec.backoffLimit() + 1, spec.timeoutSeconds());
  }
}
