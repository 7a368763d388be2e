package dev.lamina.operator.registryconfig;

import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryConfigStatus;
import dev.lamina.crds.registryconfig.RegistryEntry;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.events.News;
import dev.lamina.operator.fleet.AnswerEvents;
import dev.lamina.operator.fleet.Withdrawal;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.registryconfig.Authorities.UnusableAuthoritiesException;
import dev.lamina.operator.status.StatusPatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings the entries of a RegistryConfig to its nodes, and tells how many work by them.
public final class RegistryConfigReconciler
    implements Reconciler<RegistryConfig>, Cleaner<RegistryConfig> {
  /// A ConfigMap tells nobody that it has changed.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final Authorities authorities;
  private final EventRecorder events;
  private final Clock clock;
  private final AnswerEvents<RegistryConfig> answers = new AnswerEvents<>("registryconfigs");

  /// Nodes that have a share, and when the status was last written, by uid.
  private final Map<String, Set<String>> given = new ConcurrentHashMap<>();

  private final Map<String, Instant> reported = new ConcurrentHashMap<>();
  private volatile Set<String> versions = Set.of();

  /// What the reconciler sees and moves.
  record Surroundings(Members members, Nodes nodes, Shares shares, Authorities authorities) {}

  RegistryConfigReconciler(Surroundings surroundings, EventRecorder events, Clock clock) {
    this.members = surroundings.members();
    this.nodes = surroundings.nodes();
    this.shares = surroundings.shares();
    this.authorities = new RecentAuthorities(surroundings.authorities(), clock);
    this.events = events;
    this.clock = clock;
    members.onNews(answers::answered, answers::membersChanged);
  }

  public static <D extends Members & Nodes> RegistryConfigReconciler of(
      KubernetesClient client, D directory, Shares shares, EventRecorder events, Clock clock) {
    return new RegistryConfigReconciler(
        new Surroundings(directory, directory, shares, Authorities.of(client)), events, clock);
  }

  @Override
  public List<EventSource<?, RegistryConfig>> prepareEventSources(
      EventSourceContext<RegistryConfig> context) {
    return List.of(answers.source());
  }

  @Override
  public UpdateControl<RegistryConfig> reconcile(
      RegistryConfig config, Context<RegistryConfig> context) {
    var now = clock.instant();
    var all = context.getPrimaryCache().list().toList();
    wakeOthers(all);
    var status = visit(config, all, now);
    var control = UpdateControl.<RegistryConfig>noUpdate();
    if (isEarly(config, status, now)) {
      return control.rescheduleAfter(BETWEEN_REPORTS);
    }
    if (StatusPatch.apply(config, status, RegistryConfig::new, context)) {
      reported.put(config.getMetadata().getUid(), now);
      news(config.getStatus(), status).ifPresent(news -> events.record(config, news));
    }
    return control.rescheduleAfter(LOOK_AGAIN);
  }

  /// Who has a prefix depends on all of them.
  private void wakeOthers(Collection<RegistryConfig> all) {
    var seen =
        all.stream()
            .map(RegistryConfig::getMetadata)
            .map(metadata ->
                String.join(
                    "|",
                    metadata.getUid(),
                    String.valueOf(metadata.getGeneration()),
                    String.valueOf(metadata.getDeletionTimestamp())))
            .collect(Collectors.toSet());
    if (!seen.equals(versions)) {
      versions = seen;
      answers.membersChanged();
    }
  }

  /// While nodes take it over there is news all the time.
  private boolean isEarly(RegistryConfig config, RegistryConfigStatus status, Instant now) {
    var last = reported.get(config.getMetadata().getUid());
    return last != null
        && now.isBefore(last.plus(BETWEEN_REPORTS))
        && !status.equals(config.getStatus())
        && !Objects.equals(status.adopted(), status.nodes());
  }

  private static Optional<News> news(
      @Nullable RegistryConfigStatus before, RegistryConfigStatus after) {
    var stalled = stalled(after);
    return before != null && stalled(before).equals(stalled)
        ? Optional.empty()
        : stalled.map(message -> News.warning("Stalled", message));
  }

  private static Optional<String> stalled(RegistryConfigStatus status) {
    return Condition.find(status.conditions(), Condition.STALLED)
        .filter(condition -> condition.status() == ConditionStatus.True)
        .map(Condition::message);
  }

  /// Everything but the writing of the status.
  ///
  /// @param all RegistryConfigs of the cluster
  RegistryConfigStatus visit(RegistryConfig config, Collection<RegistryConfig> all, Instant now) {
    answers.subscribe(config);
    var reporter = new RegistryConfigReporter(config, now);
    var problem = SpecProblem.of(config);
    if (problem.isPresent()) {
      withdraw(config);
      return reporter.refuse(problem.get());
    }
    var claims = Claims.of(config, all, members.members());
    try {
      var entries = entries(config);
      var wanted = new TreeMap<String, List<NodeRegistry>>();
      claims
          .granted()
          .forEach(
              (node, granted) -> wanted.put(node, granted.stream().map(entries::get).toList()));
      give(config, wanted);
      return reporter.report(claims, adoption(config, wanted));
    } catch (UnusableAuthoritiesException e) {
      var adoption = adoption(config, listed(config, claims.granted().keySet()));
      return reporter.waiting(claims, adoption, e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private Map<RegistryEntry, NodeRegistry> entries(RegistryConfig config) {
    var owner = answers.owner(config);
    var entries = new HashMap<RegistryEntry, NodeRegistry>();
    for (var entry : config.getSpec().registries()) {
      var reference = entry.caConfigMapRef();
      entries.put(
          entry,
          new NodeRegistry(
              entry.prefix(),
              owner,
              entry.mirrors(),
              reference == null ? null : authorities.read(reference),
              entry.plainHttp(),
              entry.maxPullsPerMinute(),
              entry.tokenHosts()));
    }
    return entries;
  }

  private void give(RegistryConfig config, Map<String, List<NodeRegistry>> wanted) {
    var owner = answers.owner(config);
    var former = new HashSet<>(given.getOrDefault(config.getMetadata().getUid(), Set.of()));
    members.imageNodes().stream()
        .filter(node -> Withdrawal.lists(node, owner))
        .forEach(node -> former.add(node.getMetadata().getName()));
    former.removeAll(wanted.keySet());
    former.forEach(node -> shares.put(owner, node, Share.NONE));
    wanted.forEach((node, entries) -> shares.put(owner, node, Share.of(entries)));
    given.put(config.getMetadata().getUid(), Set.copyOf(wanted.keySet()));
  }

  private Adoption adoption(RegistryConfig config, Map<String, List<NodeRegistry>> wanted) {
    return Adoption.of(answers.owner(config), wanted, members::imageNode);
  }

  /// What nodes have of it, whatever that is.
  private Map<String, List<NodeRegistry>> listed(RegistryConfig config, Set<String> meant) {
    var owner = answers.owner(config);
    var listed = new TreeMap<String, List<NodeRegistry>>();
    members.imageNodes().stream()
        .filter(node -> meant.contains(node.getMetadata().getName()))
        .filter(node -> node.getSpec() != null && node.getSpec().registries() != null)
        .forEach(node ->
            listed.put(
                node.getMetadata().getName(),
                node.getSpec().registries().entries().stream()
                    .filter(entry -> entry.owner().equals(owner))
                    .toList()));
    return listed;
  }

  @Override
  public DeleteControl cleanup(RegistryConfig config, Context<RegistryConfig> context) {
    answers.unsubscribe(config);
    wakeOthers(context.getPrimaryCache().list().toList());
    reported.remove(config.getMetadata().getUid());
    return withdraw(config)
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_TOLD);
  }

  /// Takes everything back from the nodes.
  ///
  /// @return whether all nodes have been told
  boolean withdraw(RegistryConfig config) {
    var told = given.getOrDefault(config.getMetadata().getUid(), Set.<String>of());
    var isDone = new Withdrawal(members, nodes, shares).of(answers.owner(config), told);
    if (isDone) {
      given.remove(config.getMetadata().getUid());
    }
    return isDone;
  }
}
