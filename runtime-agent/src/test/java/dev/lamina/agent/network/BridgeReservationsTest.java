package dev.lamina.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.network.PortMapping.Protocol;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeReservationsTest {
  private static final PortReservation WEB = new PortReservation(8080, Protocol.TCP, "web");

  @TempDir private Path directory;
  private BridgeReservations reservations;
  private NetworkRecords records;

  @BeforeEach
  void open() throws IOException {
    reservations = BridgeReservations.open(directory.resolve("bridge"));
    records = new NetworkRecords(Files.createDirectory(directory.resolve("records")));
  }

  @Test
  void agentsSeeWhatOthersHaveReserved() throws IOException {
    reserve("1", "web", new PortMapping(80, 8080, Protocol.TCP));
    var other = BridgeReservations.open(directory.resolve("bridge"));
    assertEquals(List.of(WEB), other.ports());
  }

  @Test
  void onePortIsReservedOnceForAProtocol() throws IOException {
    reserve("1", "web", new PortMapping(80, 8080, Protocol.TCP));
    reserve("2", "dns", new PortMapping(53, 8080, Protocol.UDP));
    var third = new PortMapping(81, 8080, Protocol.TCP);
    assertThrows(FileAlreadyExistsException.class, () -> reserve("3", "late", third));
  }

  @Test
  void whatIsReleasedIsFree() throws IOException {
    reserve("1", "web", new PortMapping(80, 8080, Protocol.TCP));
    reservations.release(records.path("1"));
    assertEquals(List.of(), reservations.ports());
    reserve("2", "next", new PortMapping(80, 8080, Protocol.TCP));
    assertEquals("next", reservations.ports().getFirst().owner());
  }

  @Test
  void aReservationWithoutARecordDoesNotCount() throws IOException {
    reserve("1", "gone", new PortMapping(80, 8080, Protocol.TCP));
    records.remove("1");
    assertEquals(List.of(), reservations.ports());
    reserve("2", "web", new PortMapping(80, 8080, Protocol.TCP));
    assertEquals(List.of(WEB), reservations.ports());
  }

  @Test
  void sweepsTheAddressesOfContainersThatAreGone() throws IOException {
    reserve("1", "web", new PortMapping(80, 8080, Protocol.TCP));
    var network = Files.createDirectories(reservations.addresses().resolve("lamina"));
    var held = Files.writeString(network.resolve("10.1.0.2"), "1\r\neth0");
    var stale = Files.writeString(network.resolve("10.1.0.3"), "2\r\neth0");
    var last = Files.writeString(network.resolve("last_reserved_ip.0"), "10.1.0.3");

    reservations.sweep();

    assertTrue(Files.exists(held));
    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(last));
  }

  private void reserve(String id, String owner, PortMapping port) throws IOException {
    var record = new NetworkRecord(id, owner, List.of(port));
    reservations.alone(() -> {
      records.put(record);
      reservations.put(record, records.path(id));
      return record;
    });
  }
}
