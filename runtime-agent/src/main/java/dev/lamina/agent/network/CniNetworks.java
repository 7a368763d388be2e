package dev.lamina.agent.network;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Container networks by CNI plugins.
public final class CniNetworks implements Networks {
  private static final Logger LOG = LoggerFactory.getLogger(CniNetworks.class);

  private final CniConfigurations configurations;
  private final CniPlugins plugins;
  private final NetworkNamespaces namespaces;
  private final NetworkRecords records;
  private final Firewall firewall;
  private final BridgeReservations reservations;
  private final HostPorts hostPorts = HostPorts.ofNode();

  private CniNetworks(NetworkConfig config, BridgeReservations reservations) {
    this.reservations = reservations;
    configurations = new CniConfigurations(config, reservations.addresses());
    plugins = new CniPlugins(config.pluginDirectories());
    namespaces = new NetworkNamespaces(config.namespaces());
    records = new NetworkRecords(config.records());
    firewall = new Firewall(config);
  }

  public static CniNetworks open(NetworkConfig config) {
    try {
      Files.createDirectories(config.runDirectory());
      var real = config.in(config.runDirectory().toRealPath());
      for (var directory : List.of(real.namespaces(), real.records())) {
        Files.createDirectories(directory);
      }
      var networks = new CniNetworks(real, BridgeReservations.open(real.reservations()));
      networks.sweep();
      return networks;
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "creating the directories of networks: " + e.getMessage(), e);
    }
  }

  @Override
  public PreparedNetwork prepare(NetworkRequest request) {
    try {
      var ports = reserve(request);
      return new PreparedNetwork(namespaces.create(request.id()), ports);
    } catch (IOException e) {
      throw failed("preparing the network of " + request.owner(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(
          FailureReason.Cancelled, "preparing the network of " + request.owner(), e);
    }
  }

  @Override
  public String connect(String id) {
    var others = CompletableFuture.runAsync(() -> connectLoopback(id), Thread::startVirtualThread);
    try {
      return connectBridge(id);
    } catch (IOException e) {
      throw failed("connecting container " + id, e);
    } finally {
      join(others);
    }
  }

  @Override
  public void disconnect(String id) {
    try {
      var record = records.find(id);
      if (record.isPresent()) {
        var namespace = namespaces.exists(id) ? namespaces.path(id).toString() : "";
        release(record.get(), namespace);
      }
      namespaces.remove(id);
      giveUp(id);
    } catch (IOException e) {
      throw failed("disconnecting container " + id, e);
    }
  }

  @Override
  public Set<String> known() {
    try {
      return Set.copyOf(records.ids());
    } catch (IOException e) {
      throw failed("listing the networks of containers", e);
    }
  }

  @Override
  public void requireFree(List<PortMapping> ports) {
    try {
      var others = reservations.ports();
      ports.forEach(port -> hostPorts.requireFree(port, others));
    } catch (IOException e) {
      throw failed("looking for used host ports", e);
    }
  }

  @Override
  public String resolvConf(NetworkMode mode) {
    try {
      return switch (mode) {
        case BRIDGE -> ResolvConf.forBridge();
        case NONE, HOST -> ResolvConf.ofNode();
      };
    } catch (IOException e) {
      throw failed("reading the node's resolver configuration", e);
    }
  }

  private void connectLoopback(String id) {
    firewall.setUp();
    plugins.addLoopback(configurations.loopback(), id, namespaces.path(id));
  }

  private String connectBridge(String id) throws IOException {
    var record =
        records
            .find(id)
            .orElseThrow(() -> new IllegalStateException("network " + id + " is not prepared"));
    var namespace = namespaces.path(id);
    var result = plugins.add(configurations.bridge(), id, namespace);
    if (!record.ports().isEmpty()) {
      var portmap = configurations.portmap(record.ports());
      plugins.add(CniConfigurations.after(result, portmap), id, namespace);
    }
    return CniConfigurations.address(result);
  }

  private List<PortMapping> reserve(NetworkRequest request) throws IOException {
    var file = records.path(request.id());
    return reservations.alone(() -> {
      reservations.release(file);
      var ports = hostPorts.choose(request.ports(), reservations.ports());
      var record = new NetworkRecord(request.id(), request.owner(), ports);
      records.put(record);
      reservations.put(record, file);
      return ports;
    });
  }

  /// The record last: without it nobody would know whose the rest is.
  private void giveUp(String id) throws IOException {
    reservations.alone(() -> {
      reservations.release(records.path(id));
      records.remove(id);
      return id;
    });
  }

  /// What the agent of a state directory that is gone had reserved.
  private void sweep() throws IOException {
    reservations.alone(() -> {
      reservations.sweep();
      return reservations;
    });
  }

  /// Both plugins find what is theirs by the id, whether or not it is all there.
  private void release(NetworkRecord record, String namespace) {
    var ports =
        CompletableFuture.runAsync(
            () -> {
              if (!record.ports().isEmpty()) {
                plugins.delete(configurations.portmap(record.ports()), record.id(), namespace);
              }
            },
            Thread::startVirtualThread);
    plugins.delete(configurations.bridge(), record.id(), namespace);
    join(ports);
    LOG.debug("disconnected container {}", record.id());
  }

  private static void join(CompletableFuture<Void> work) {
    try {
      work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AgentException understood) {
        throw understood;
      }
      throw e;
    }
  }

  private static AgentException failed(String what, IOException e) {
    return new AgentException(FailureReason.RuntimeUnavailable, what + ": " + e.getMessage(), e);
  }
}
