package dev.lamina.operator.images;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Keeps the objects of one kind as they should be, knowing what was written: what is new, gone or
/// another thing is written at once, a difference in counts at most once a minute and object, and
/// when it has settled: what several nodes do together is written once. Used by one thread.
///
/// @param <S> the status
final class Upkeep<S> {
  /// Between two writes of a count of one object.
  static final Duration COUNTS = Duration.ofMinutes(1);

  /// How long a count has to stay the same, if it does not change all the time.
  static final Duration SETTLED = Duration.ofSeconds(5);

  /// What cannot be written now, because its namespace is gone for example, is tried again.
  static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

  private final Store<S> store;
  private final BiPredicate<S, S> isCountOnly;
  private final Map<ObjectKey, Written<S>> known = new HashMap<>();
  private final Map<ObjectKey, Instant> refused = new HashMap<>();

  /// Objects of which only the counts are others.
  private final Map<ObjectKey, Recount<S>> recounted = new HashMap<>();

  /// @param isCountOnly whether two states of an object differ in counts only
  Upkeep(Store<S> store, BiPredicate<S, S> isCountOnly) {
    this.store = store;
    this.isCountOnly = isCountOnly;
  }

  /// @param status absent = the object is there and says nothing yet
  /// @param counted when it was last written for the sake of its counts
  private record Written<S>(@Nullable S status, Instant counted) {}

  /// @param begun when it became another one than was written
  /// @param changed when it became this one
  private record Recount<S>(S status, Instant begun, Instant changed) {
    Recount<S> to(S wanted, Instant now) {
      return status.equals(wanted) ? this : new Recount<>(wanted, begun, now);
    }

    boolean isSettled(Instant now) {
      return !changed.plus(SETTLED).isAfter(now) || !begun.plus(COUNTS).isAfter(now);
    }
  }

  /// Where the objects are.
  interface Store<S> {
    /// All that exist; absent status = it has none yet.
    Map<ObjectKey, @Nullable S> list();

    /// Makes the object where it is not there, and writes its status.
    ///
    /// @return false if it cannot be made, as in a namespace that is going away
    boolean write(ObjectKey key, S status, boolean isNew);

    void delete(ObjectKey key);
  }

  /// Reads what exists, whoever made or removed it.
  void load(Instant now) {
    var listed = store.list();
    known.keySet().retainAll(listed.keySet());
    listed.forEach((key, status) -> {
      var before = known.get(key);
      if (before == null || !Objects.equals(before.status(), status)) {
        known.put(key, new Written<>(status, now.minus(COUNTS)));
      }
    });
  }

  /// What is known to exist, with a status.
  Map<ObjectKey, S> statuses() {
    var statuses = new HashMap<ObjectKey, S>();
    known.forEach((key, written) -> {
      if (written.status() != null) {
        statuses.put(key, written.status());
      }
    });
    return statuses;
  }

  /// Writes the most urgent of what differs.
  ///
  /// @param most writes of this round
  /// @return whether everything that may be written now is
  boolean write(Map<ObjectKey, S> wanted, int most, Instant now) {
    var due = due(wanted, now);
    for (var key : due.subList(0, Math.min(most, due.size()))) {
      var status = wanted.get(key);
      if (status == null) {
        store.delete(key);
        known.remove(key);
      } else if (store.write(key, status, !known.containsKey(key))) {
        known.put(key, new Written<>(status, counted(key, now)));
      } else {
        refused.put(key, now);
      }
    }
    return due.size() <= most;
  }

  private Instant counted(ObjectKey key, Instant now) {
    var before = known.get(key);
    if (recounted.remove(key) != null) {
      return now;
    }
    return before == null ? now.minus(COUNTS) : before.counted();
  }

  private List<ObjectKey> due(Map<ObjectKey, S> wanted, Instant now) {
    refused.values().removeIf(since -> !since.plus(AFTER_REFUSAL).isAfter(now));
    refused.keySet().retainAll(wanted.keySet());
    recounted.keySet().retainAll(wanted.keySet());
    var due = new ArrayList<ObjectKey>();
    known.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(due::add);
    wanted.forEach((key, status) -> {
      if (!refused.containsKey(key) && isDue(key, status, now)) {
        due.add(key);
      }
    });
    due.sort(ObjectKey.IN_ORDER);
    return due;
  }

  private boolean isDue(ObjectKey key, S wanted, Instant now) {
    var written = known.get(key);
    var before = written == null ? null : written.status();
    if (written == null || before == null || !isCountOnly.test(before, wanted)) {
      recounted.remove(key);
      return true;
    }
    if (before.equals(wanted)) {
      recounted.remove(key);
      return false;
    }
    var recount = recounted.getOrDefault(key, new Recount<>(wanted, now, now)).to(wanted, now);
    recounted.put(key, recount);
    return recount.isSettled(now) && !written.counted().plus(COUNTS).isAfter(now);
  }
}
