package dev.lamina.operator;

import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.operator.containerrun.ContainerRunReconciler;
import dev.lamina.operator.containerrun.RunCredentials;
import dev.lamina.operator.credentials.NamedSecrets;
import dev.lamina.operator.credentials.ObjectContents;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.dispatch.Dispatcher;
import dev.lamina.operator.dispatch.TaskEvents;
import dev.lamina.operator.dispatch.TaskStore;
import dev.lamina.operator.events.ApiEventRecorder;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.health.HealthServer;
import dev.lamina.operator.imagebuild.BuildCredentials;
import dev.lamina.operator.imagebuild.BuildReferences;
import dev.lamina.operator.imagebuild.ImageBuildReconciler;
import dev.lamina.operator.imagecopy.ImageCopyReconciler;
import dev.lamina.operator.imageprune.ImagePrunePolicyReconciler;
import dev.lamina.operator.imageprune.ImagePruneReconciler;
import dev.lamina.operator.imagepull.ImagePullReconciler;
import dev.lamina.operator.images.ImageKeeper;
import dev.lamina.operator.inventory.ImageCensus;
import dev.lamina.operator.inventory.InventoryReader;
import dev.lamina.operator.metrics.OperatorMetrics;
import dev.lamina.operator.nodes.NodeDirectory;
import dev.lamina.operator.registryconfig.RegistryConfigReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole operator, wired by hand: start it with a client, close it, any number of times per
/// process.
///
/// Every process watches, so that a new leader starts with full caches; only the leader reconciles,
/// dispatches and makes ImageNodes. The CRDs and the system namespace have to exist. The client
/// stays the caller's, and should be built with `withOnlyHttpWatches(true)`.
public final class LaminaOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaminaOperator.class);
  private static final String LEASE = "lamina-operator";
  private static final Duration LAST_RECONCILIATIONS = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final Consumer<String> onFatal;
  private final Clock clock;
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final ExecutorService eventWriter =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());
  private final TaskStore tasks;
  private final Dispatcher dispatcher;
  private final NodeDirectory nodes;
  private final ImageCensus census = new ImageCensus();
  private final InventoryReader inventories;
  private final ImageKeeper images;
  private final Operator controllers;
  private @Nullable HealthServer health;
  private volatile boolean isClosing;

  /// @param onFatal called when this process must not go on, with the reason: leadership is lost,
  ///   or a watch broke for good
  public LaminaOperator(KubernetesClient client, OperatorConfig config, Consumer<String> onFatal) {
    this.client = client;
    this.config = config;
    this.onFatal = onFatal;
    this.clock = Clock.systemUTC();
    this.tasks = new TaskStore(client);
    this.dispatcher = new Dispatcher(client, tasks, metrics.registry(), clock);
    this.nodes =
        new NodeDirectory(client, config.systemNamespace(), clock, dispatcher::nodeAppeared);
    this.inventories = new InventoryReader(client, nodes, census);
    this.images =
        ImageKeeper.of(client, census, nodes, dispatcher, config.systemNamespace(), clock);
    this.controllers = new Operator(this::configure);
  }

  /// Returns when the operator watches; it works as soon as it leads.
  public void start() throws IOException {
    health =
        HealthServer.start(config.httpAddress(), () -> !isClosing, this::isReady, metrics::scrape);
    tasks.start();
    nodes.start();
    register(new TaskName(OperatorKey.loadOrCreate(client, config.systemNamespace())));
    controllers.start();
    if (!config.electsLeader()) {
      lead();
    }
    LOG.info("operator watches, http port {}", port());
  }

  public boolean isReady() {
    var isRunning = controllers.getRuntimeInfo().isStarted();
    return isRunning && !isClosing && tasks.isSynced() && nodes.isSynced();
  }

  /// The port of `/healthz`, `/readyz` and `/metrics`, once started.
  public int port() {
    return Objects.requireNonNull(health, "not started").port();
  }

  private void register(TaskName names) {
    var events = new ApiEventRecorder(client, clock, eventWriter);
    var buildEvents = TaskEvents.<ImageBuild>of("ImageBuild", tasks);
    var runEvents = TaskEvents.<ContainerRun>of("ContainerRun", tasks);
    controllers.register(
        new ImageBuildReconciler(
            tasks,
            buildEvents,
            nodes,
            BuildReferences.of(client, census),
            new BuildCredentials(PullSecrets.of(client), NamedSecrets.of(client), nodes),
            events,
            names,
            clock),
        settings ->
            settings
                .withName("imagebuild")
                .withFieldManager(Lamina.OPERATOR)
                .withGenerationAware(false)
                .withOnUpdateFilter(RebuildFilter::isNews));
    controllers.register(
        new ContainerRunReconciler(
            tasks,
            runEvents,
            nodes,
            census,
            new RunCredentials(PullSecrets.of(client), ObjectContents.of(client), nodes),
            events,
            names,
            clock),
        settings ->
            settings
                .withName("containerrun")
                .withFieldManager(Lamina.OPERATOR)
                .withFinalizer(Lamina.CONTAINER_FINALIZER));
    register(
        "imagepull",
        ImagePullReconciler.of(client, nodes, dispatcher, events, clock),
        Lamina.PIN_FINALIZER);
    registerVerbs(events);
  }

  private void registerVerbs(EventRecorder events) {
    register(
        "imageprune",
        ImagePruneReconciler.of(nodes, dispatcher, events, clock),
        Lamina.ASSIGNMENT_FINALIZER);
    register(
        "imageprunepolicy",
        ImagePrunePolicyReconciler.of(nodes, dispatcher, events, clock),
        Lamina.ASSIGNMENT_FINALIZER);
    register(
        "imagecopy",
        ImageCopyReconciler.of(client, nodes, dispatcher, census, events, clock),
        Lamina.ASSIGNMENT_FINALIZER);
    register(
        "registryconfig",
        RegistryConfigReconciler.of(client, nodes, dispatcher, events, clock),
        Lamina.ASSIGNMENT_FINALIZER);
  }

  private <P extends HasMetadata> void register(
      String name, Reconciler<P> reconciler, String finalizer) {
    controllers.register(
        reconciler,
        settings ->
            settings.withName(name).withFieldManager(Lamina.OPERATOR).withFinalizer(finalizer));
  }

  private void configure(ConfigurationServiceOverrider settings) {
    settings
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withMetrics(metrics.ofReconcilers())
        .withReconciliationTerminationTimeout(LAST_RECONCILIATIONS)
        .withInformerStoppedHandler((informer, cause) -> {
          if (cause != null && informer.hasSynced()) {
            fatal("a watch broke: " + cause.getMessage());
          }
        });
    if (config.electsLeader()) {
      settings.withLeaderElectionConfiguration(election());
    }
  }

  private LeaderElectionConfiguration election() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(config.systemNamespace())
        .withIdentity(config.identity())
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::lead,
                () -> fatal("leadership is lost"),
                leader -> LOG.info("leader is {}", leader)))
        .build();
  }

  private void lead() {
    nodes.lead();
    dispatcher.start();
    inventories.start();
    images.start();
  }

  private void fatal(String reason) {
    if (!isClosing) {
      LOG.error("the operator cannot go on: {}", reason);
      onFatal.accept(reason);
    }
  }

  @Override
  public void close() {
    isClosing = true;
    controllers.stop();
    images.close();
    inventories.close();
    dispatcher.close();
    nodes.close();
    tasks.close();
    eventWriter.shutdownNow();
    if (health != null) {
      health.close();
    }
    metrics.close();
    LOG.info("operator closed");
  }
}
