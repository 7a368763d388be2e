package dev.lamina.agent.task.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.metadata.Journal;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal of assignments, with the records of this room.
public final class TaskJournal {
  private static final Logger LOG = LoggerFactory.getLogger(TaskJournal.class);

  /// How long an id can be repeated and is still answered; far beyond any retry of the operator.
  private static final Duration MEMORY = Duration.ofDays(30);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Journal journal;
  private final Clock clock;

  public TaskJournal(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  public Optional<TaskRecord> find(String id) {
    return journal.find(id).flatMap(TaskJournal::read);
  }

  /// Every assignment that is remembered, by id.
  public Map<String, TaskRecord> all() {
    var records = new HashMap<String, TaskRecord>();
    journal
        .all()
        .forEach(entry -> read(entry).ifPresent(record -> records.put(entry.id(), record)));
    return records;
  }

  public void put(String id, TaskRecord record) {
    var result = record.result();
    put(id, result == null ? ResultState.Running : result.state(), record);
  }

  /// Forgets that work went on, in time: nobody wants to know its end. Should the id come back, it
  /// is begun anew.
  public void abandon(String id, TaskRecord record) {
    put(id, ResultState.Cancelled, record);
  }

  public void forgetOld() {
    journal.forgetFinishedBefore(clock.instant().minus(MEMORY));
  }

  private void put(String id, ResultState state, TaskRecord record) {
    try {
      var json = JSON.writeValueAsString(record);
      journal.put(new Journal.Entry(id, state.name(), json, clock.instant()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a journal record that is no JSON", e);
    }
  }

  /// What cannot be read, because a newer agent wrote it, is derived anew: one such entry must not
  /// stop all others.
  private static Optional<TaskRecord> read(Journal.Entry entry) {
    try {
      return Optional.of(JSON.readValue(entry.record(), TaskRecord.class));
    } catch (JsonProcessingException e) {
      LOG.warn("assignment {} in the journal: {}", entry.id(), e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
