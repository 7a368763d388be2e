package dev.lamina.agent.build.commit;

import dev.lamina.agent.build.BuildStore;
import dev.lamina.agent.build.HeldImages;
import dev.lamina.agent.build.ImageAssembly;
import dev.lamina.agent.build.plan.BaseHistory;
import dev.lamina.agent.build.plan.BaseImage;
import dev.lamina.agent.build.plan.ConfigChanges;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.diff.LayerWriter.WrittenLayer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes images of containers, running or not.
public final class ContainerCommit {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerCommit.class);

  private final BuildStore store;
  private final Containers containers;
  private final Clock clock;

  public ContainerCommit(BuildStore store, Containers containers, Clock clock) {
    this.store = store;
    this.containers = containers;
    this.clock = clock;
  }

  /// Makes an image and names it. A failure or a crash before the end leaves nothing that looks
  /// like one; the container is as it was.
  ///
  /// @throws AgentException `NotFound` without the container, `ImageNotFound` if its image was
  ///   removed, `InvalidArgument` for a change that cannot be, `StoreFailed` if it runs unpaused
  ///   and writes while its files are read
  public CommitResult commit(Tenant tenant, String name, CommitRequest request) {
    var container = containers.get(tenant, name);
    try (var lease = store.metadata().leases().acquire("commit " + tenant + "/" + name)) {
      var base = base(tenant, container, lease);
      var execution = execution(container, base, request.changes());
      var written = write(container, request.pause());
      var layers = layers(base.layers(), written, request, lease);
      var config = config(container, base, execution, layers, request);
      var image =
          new ImageAssembly(store, tenant, List.of(request.name()), lease, clock)
              .store(config, layers, Map.of());
      LOG.info("committed container {} as {} ({})", name, request.name(), image.imageId());
      var hasLayer = written.entries() > 0;
      return new CommitResult(
          request.name(),
          image.digest(),
          image.imageId(),
          hasLayer ? written.diffId() : null,
          written.bytes());
    }
  }

  private BaseImage base(Tenant tenant, Container container, Lease lease) {
    return new HeldImages(store, tenant, lease)
        .find(container.imageId(), container.image())
        .orElseThrow(() ->
            new AgentException(
                FailureReason.ImageNotFound,
                "container %s: its image %s (%s) was removed: pull it again to commit"
                    .formatted(container.name(), container.image(), container.imageId())));
  }

  private static ExecutionConfig execution(
      Container container, BaseImage base, List<String> changes) {
    var config = base.config();
    var asRun =
        new ImageConfig(
            null,
            null,
            config.architecture(),
            config.os(),
            config.variant(),
            config.osVersion(),
            RunConfig.of(config.config(), container.spec()),
            config.rootfs(),
            List.of());
    return ConfigChanges.apply(asRun, changes);
  }

  private WrittenLayer write(Container container, boolean pause) {
    var key = "commit-" + UUID.randomUUID();
    return containers.readLayer(
        container.tenant(),
        container.id(),
        pause,
        layer -> store.layers().write(layer.upper(), key, layer.placeholders()));
  }

  private LayerStack layers(
      LayerStack base, WrittenLayer written, CommitRequest request, Lease lease) {
    if (written.entries() == 0) {
      return base;
    }
    var blob = written.descriptor();
    lease.hold(blob.digest());
    store.unpacker().unpack(blob, written.diffId(), base.chainId(), lease);
    return base.with(new Layer(written.diffId(), blob, written.bytes(), request.created()));
  }

  private static ImageConfig config(
      Container container,
      BaseImage base,
      ExecutionConfig execution,
      LayerStack layers,
      CommitRequest request) {
    var from = base.config();
    var author = request.author() == null ? from.author() : request.author();
    var history = new ArrayList<>(BaseHistory.matching(from, base.layers().layers().size()));
    history.add(
        new ImageConfig.History(
            request.created(),
            String.join(" ", container.command()),
            request.author(),
            request.message(),
            layers.equals(base.layers())));
    return new ImageConfig(
        request.created(),
        author,
        from.architecture(),
        from.os(),
        from.variant(),
        from.osVersion(),
        execution,
        ImageConfig.RootFs.of(layers.diffIds()),
        history);
  }
}
