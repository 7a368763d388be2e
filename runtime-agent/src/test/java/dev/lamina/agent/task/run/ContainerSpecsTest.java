package dev.lamina.agent.task.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.container.bundle.TemporaryMount;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.task.Orders;
import dev.lamina.crds.payload.Payload;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ContainerSpecsTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @Test
  void saysAllThatAnOrderSays() {
    var spec = ContainerSpecs.of(Orders.run(), "web-1-abc", Map.of("k", "v"));

    assertEquals("web-1-abc", spec.name());
    assertEquals("web:1", spec.image());
    assertEquals(List.of("httpd"), spec.entrypoint());
    assertEquals(List.of("-f"), spec.command());
    assertEquals("/srv", spec.workingDir());
    assertEquals("web", spec.user());
    assertEquals("web", spec.hostname());
    assertEquals(NetworkMode.BRIDGE, spec.network());
    assertEquals(List.of(new PortMapping(80, null, PortMapping.Protocol.TCP)), spec.ports());
    assertEquals(new ContainerSpec.Limits(0.5, 64L << 20, null, 1L << 30), spec.limits());
    assertEquals(Map.of("k", "v"), spec.labels());
  }

  @Test
  void emptyCommandsLeaveThoseOfTheImage() {
    var spec = spec(order -> order.remove(List.of("command", "args")));
    assertNull(spec.entrypoint());
    assertNull(spec.command());
  }

  @Test
  void digestGoesBeforeTheTag() {
    assertEquals("web:1@" + DIGEST, spec(order -> order.put("digest", DIGEST)).image());
  }

  @Test
  void variableWithoutAValueIsEmpty() {
    var spec =
        spec(order -> {
          var env = order.putArray("env");
          env.addObject().put("name", "A").put("value", "1=2");
          env.addObject().put("name", "B");
        });
    assertEquals(List.of("A=1=2", "B="), spec.env());
  }

  @Test
  void setsTheContainerApartAsOrdered() {
    var spec =
        spec(order -> {
          order.put("stdinOnce", true);
          order.putArray("tmpfs").addObject().put("path", "/t").put("sizeBytes", 7);
          var security = order.putObject("security").put("seccomp", "Unconfined");
          security.putObject("capabilities").putArray("drop").add("ALL");
        });
    assertTrue(spec.stdinOnce());
    assertEquals(List.of(new TemporaryMount("/t", 7, false)), spec.mounts());
    assertEquals(new Security(List.of(), List.of("ALL"), true, false), spec.security());
  }

  @Test
  void mountsWhatTheOrderNamesAndKeepsNoValueFromElsewhere() {
    var spec =
        spec(order -> {
          var token = order.putArray("env").addObject().put("name", "TOKEN");
          token.putObject("secretKeyRef").put("name", "s").put("key", "k");
          var mounts = order.putArray("mounts");
          mounts.addObject().put("path", "/data");
          mounts.addObject().put("path", "/other").put("image", "web:1").put("readOnly", true);
          mounts.addObject().put("path", "/etc/app").put("configMap", "c").put("readOnly", true);
        });
    assertEquals(List.of(), spec.env());
    assertEquals(
        List.of(
            new ContainerMount.EmptyDirectory("/data", false),
            new ContainerMount.ImageRoot("/other", "web:1"),
            new ContainerMount.GivenFiles("/etc/app", true)),
        spec.mounts());
  }

  private static ContainerSpec spec(Consumer<ObjectNode> change) {
    var order = Payload.of(Orders.run());
    change.accept(order);
    return ContainerSpecs.of(Payload.runOrder(order), "web-1-abc", Map.of());
  }
}
