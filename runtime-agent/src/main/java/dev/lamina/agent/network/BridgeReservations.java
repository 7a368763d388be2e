package dev.lamina.agent.network;

import dev.lamina.agent.network.PortMapping.Protocol;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What containers hold of a bridge: host ports and addresses.
///
/// Bridge, subnet and firewall are the node's, so the agents of several state directories share
/// these files, one directory for each bridge. A reservation is a symbolic link to the record of
/// its container, in the run directory of its agent; one that leads nowhere was left by an agent
/// that is gone, and counts no more. Addresses are files of the plugin `host-local`, which hold the
/// id of a container.
final class BridgeReservations {
  /// The kernel keeps apart processes by the lock on the file, and not the threads of one.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path directory;

  private BridgeReservations(Path directory) {
    this.directory = directory;
  }

  static BridgeReservations open(Path directory) throws IOException {
    var reservations = new BridgeReservations(directory);
    Files.createDirectories(reservations.portLinks());
    Files.createDirectories(reservations.containers());
    Files.createDirectories(reservations.addresses());
    return reservations;
  }

  /// Where `host-local` keeps the addresses; it has a lock of its own.
  Path addresses() {
    return directory.resolve("addresses");
  }

  /// Does something while no other agent reserves or sweeps.
  <T> T alone(Work<T> work) throws IOException {
    IN_PROCESS.lock();
    try (var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      return work.run();
    } finally {
      IN_PROCESS.unlock();
    }
  }

  /// The host ports that are taken.
  List<PortReservation> ports() throws IOException {
    var taken = new ArrayList<PortReservation>();
    for (var link : links(portLinks())) {
      reservation(link).ifPresent(taken::add);
    }
    return taken;
  }

  /// Puts down what a record holds; to be called [#alone].
  void put(NetworkRecord record, Path file) throws IOException {
    link(containers().resolve(record.id()), file);
    for (var port : record.ports()) {
      link(portLinks().resolve(name(port)), file);
    }
  }

  /// Gives up the ports of a record; to be called [#alone] and before the record goes.
  void release(Path record) throws IOException {
    for (var directory : List.of(portLinks(), containers())) {
      for (var link : links(directory)) {
        if (leadsTo(link, record)) {
          Files.deleteIfExists(link);
        }
      }
    }
  }

  /// Gives up what is held by containers that no agent knows; to be called [#alone].
  void sweep() throws IOException {
    for (var directory : List.of(portLinks(), containers())) {
      for (var link : links(directory)) {
        if (!Files.exists(link)) {
          Files.deleteIfExists(link);
        }
      }
    }
    sweepAddresses();
  }

  private void sweepAddresses() throws IOException {
    var network = addresses().resolve(CniConfigurations.NAME);
    if (!Files.isDirectory(network)) {
      return;
    }
    for (var address : links(network)) {
      if (isAddress(address) && !isHeld(address)) {
        Files.deleteIfExists(address);
      }
    }
  }

  /// The other files there are its lock and the last address it gave.
  private static boolean isAddress(Path file) {
    return Character.isDigit(fileName(file).charAt(0));
  }

  private boolean isHeld(Path address) throws IOException {
    var id = Files.readString(address).lines().findFirst().orElse("").strip();
    return !id.isEmpty() && Files.exists(containers().resolve(id));
  }

  private static Optional<PortReservation> reservation(Path link) throws IOException {
    var words = fileName(link).split("-", 2);
    try {
      var record = NetworkRecords.read(link);
      var protocol = Protocol.valueOf(words[0].toUpperCase(Locale.ROOT));
      return Optional.of(new PortReservation(Integer.parseInt(words[1]), protocol, record.owner()));
    } catch (NoSuchFileException leadsNowhere) {
      return Optional.empty();
    }
  }

  private static String name(PortMapping port) {
    return port.protocol().name().toLowerCase(Locale.ROOT)
        + "-"
        + Objects.requireNonNull(port.hostPort(), "the host port is chosen by now");
  }

  /// Takes the place of a link that leads nowhere.
  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link)) {
      Files.deleteIfExists(link);
    }
    Files.createSymbolicLink(link, target);
  }

  private static boolean leadsTo(Path link, Path record) throws IOException {
    try {
      return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(record);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static List<Path> links(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Path portLinks() {
    return directory.resolve("ports");
  }

  private Path containers() {
    return directory.resolve("containers");
  }

  /// What is done with the lock held.
  interface Work<T> {
    T run() throws IOException;
  }
}
