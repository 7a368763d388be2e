package dev.lamina.agent.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The assignments this node has taken on, by id: a repeated id is answered from here.
public interface Journal {
  Optional<Entry> find(String id);

  /// Writes or replaces the entry of an id.
  void put(Entry entry);

  List<Entry> all();

  /// Forgets finished entries older than `limit`.
  void forgetFinishedBefore(Instant limit);

  /// One assignment and how far it came.
  ///
  /// @param state `Running`, `Succeeded`, `Failed` or `Cancelled`
  /// @param record JSON of what was reported, opaque here
  record Entry(String id, String state, String record, Instant updatedAt) {}
}
