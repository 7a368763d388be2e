package dev.lamina.agent.network;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
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
  private final HostPorts hostPorts = HostPorts.ofNode();

  /// Held from the choice of host ports until they are on record.
  private final ReentrantLock choosing = new ReentrantLock();

  private CniNetworks(NetworkConfig config) {
    configurations = new CniConfigurations(config);
    plugins = new CniPlugins(config.pluginDirectories());
    namespaces = new NetworkNamespaces(config.namespaces());
    records = new NetworkRecords(config.records());
    firewall = new Firewall(config);
  }

  public static CniNetworks open(NetworkConfig config) {
    try {
      Files.createDirectories(config.runDirectory());
      var real = config.in(config.runDirectory().toRealPath());
      for (var directory : List.of(real.addresses(), real.namespaces(), real.records())) {
        Files.createDirectories(directory);
      }
      return new CniNetworks(real);
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
      records.remove(id);
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
      var others = records.all();
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
    choosing.lock();
    try {
      var others =
          records.all().stream().filter(record -> !record.id().equals(request.id())).toList();
      var ports = hostPorts.choose(request.ports(), others);
      records.put(new NetworkRecord(request.id(), request.owner(), ports));
      return ports;
    } finally {
      choosing.unlock();
    }
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
