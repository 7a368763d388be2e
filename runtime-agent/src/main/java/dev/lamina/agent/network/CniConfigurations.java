package dev.lamina.agent.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The configurations that the plugins get.
final class CniConfigurations {
  private static final String VERSION = "0.4.0";

  /// Of the network, and so of the directory that `host-local` makes.
  static final String NAME = "lamina";

  private final NetworkConfig config;
  private final Path addresses;

  CniConfigurations(NetworkConfig config, Path addresses) {
    this.config = config;
    this.addresses = addresses;
  }

  ObjectNode loopback() {
    return plugin("loopback");
  }

  /// An interface on the bridge, with an address and the bridge as its gateway. A container that
  /// calls its own published port comes back through the bridge, hence hairpin mode.
  ObjectNode bridge() {
    var plugin = plugin("bridge");
    plugin.put("bridge", config.bridge());
    plugin.put("isGateway", true);
    plugin.put("hairpinMode", true);
    var ipam = plugin.putObject("ipam");
    ipam.put("type", "host-local");
    ipam.put("dataDir", addresses.toString());
    ipam.putArray("ranges").addArray().addObject().put("subnet", config.subnet());
    ipam.putArray("routes").addObject().put("dst", "0.0.0.0/0");
    return plugin;
  }

  /// Published ports. `snat` is what makes them answer on 127.0.0.1 too.
  ObjectNode portmap(List<PortMapping> ports) {
    var plugin = plugin("portmap");
    plugin.putObject("capabilities").put("portMappings", true);
    plugin.put("snat", true);
    var mappings = plugin.putObject("runtimeConfig").putArray("portMappings");
    for (var port : ports) {
      mappings
          .addObject()
          .put("hostPort", port.hostPort())
          .put("containerPort", port.containerPort())
          .put("protocol", port.protocol().name().toLowerCase(Locale.ROOT));
    }
    return plugin;
  }

  /// Plugins of a chain get the result of the one before.
  static ObjectNode after(JsonNode previous, ObjectNode plugin) {
    plugin.set("prevResult", previous);
    return plugin;
  }

  /// The first address in a result, without its prefix length.
  static String address(JsonNode result) {
    var cidr = result.path("ips").path(0).path("address").asText("");
    return cidr.substring(0, Math.max(0, cidr.indexOf('/')));
  }

  private static ObjectNode plugin(String type) {
    var plugin = CniPlugins.JSON.createObjectNode();
    plugin.put("cniVersion", VERSION);
    plugin.put("name", NAME);
    plugin.put("type", type);
    return plugin;
  }
}
