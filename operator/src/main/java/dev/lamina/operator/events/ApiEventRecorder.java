package dev.lamina.operator.events;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events to the API server, one after the other, beside the reconcilers.
public final class ApiEventRecorder implements EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ApiEventRecorder.class);
  private static final int LONGEST_MESSAGE = 1024;
  private static final int MOST_KNOWN = 1000;

  /// Where Kubernetes keeps events about objects that are in no namespace.
  private static final String OF_CLUSTER = "default";

  private final KubernetesClient client;
  private final Clock clock;
  private final ExecutorService writer;

  /// How often an event was written, by name; used by the one thread of the writer.
  private final Map<String, Integer> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /// Records through a writer that has one thread.
  public ApiEventRecorder(KubernetesClient client, Clock clock, ExecutorService writer) {
    this.client = client;
    this.clock = clock;
    this.writer = writer;
  }

  @Override
  public void record(HasMetadata about, News news) {
    var event = event(reference(about), news);
    try {
      writer.execute(() -> write(event));
    } catch (RejectedExecutionException e) {
      LOG.debug("event {} after the end: {}", news.reason(), news.message(), e);
    }
  }

  /// Creates or counts up: with the two verbs that the operator has on events, it cannot look
  /// first.
  private void write(Event event) {
    try {
      var times = known.merge(event.getMetadata().getName(), 1, Integer::sum);
      if (times > 1 || !create(event)) {
        count(event, Math.max(times, 2));
      }
    } catch (KubernetesClientException e) {
      logFailure(event, e);
    }
  }

  private boolean create(Event event) {
    try {
      client.resource(event).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private void count(Event event, int times) {
    var patch =
        "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(times, event.getLastTimestamp());
    client
        .v1()
        .events()
        .inNamespace(event.getMetadata().getNamespace())
        .withName(event.getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static void logFailure(Event event, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      LOG.debug("event {}: its namespace is going away", event.getReason(), e);
    } else {
      LOG.warn("event {} was not written: {}", event.getReason(), e.getMessage());
    }
  }

  private Event event(ObjectReference about, News news) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var content = news.reason() + "|" + news.message();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getNamespace() == null ? OF_CLUSTER : about.getNamespace())
        .withName(about.getName() + "." + AssignmentId.of('e', about.getUid(), 0, content))
        .endMetadata()
        .withInvolvedObject(about)
        .withType(news.type().name())
        .withReason(news.reason())
        .withMessage(cut(news.message()))
        .withNewSource()
        .withComponent(Lamina.OPERATOR)
        .endSource()
        .withReportingComponent(Lamina.OPERATOR)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  private static ObjectReference reference(HasMetadata about) {
    return new ObjectReferenceBuilder()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .build();
  }
}
