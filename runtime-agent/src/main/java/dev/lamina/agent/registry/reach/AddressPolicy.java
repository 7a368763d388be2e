package dev.lamina.agent.registry.reach;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses a fetch may connect to.
///
/// @param isGuarded whether the addresses are refused that only this machine, its link or its cloud
///   answers to, unless they are allowed
/// @param allowed whatever else is said
/// @param denied beside those
public record AddressPolicy(
    boolean isGuarded, List<AddressRange> allowed, List<AddressRange> denied) {
  /// For who works on this machine anyway.
  public static final AddressPolicy ANYWHERE = new AddressPolicy(false, List.of(), List.of());

  /// For orders of others: the world and the private networks of the site.
  public static final AddressPolicy GUARDED = guarded(List.of(), List.of());

  /// Where clouds tell a machine its credentials, apart from the link-local 169.254.169.254.
  private static final List<AddressRange> METADATA =
      Stream.of("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")
          .map(AddressRange::parse)
          .toList();

  private static final List<AddressRange> UNSPECIFIED =
      List.of(AddressRange.parse("0.0.0.0/8"), AddressRange.parse("::"));
  private static final AddressRange BROADCAST = AddressRange.parse("255.255.255.255");

  /// IPv6 addresses that stand for an IPv4 one, and where in them that is.
  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(AddressRange.parse("64:ff9b::/96"), 12),
          new Embedding(AddressRange.parse("2002::/16"), 2),
          new Embedding(AddressRange.parse("::/96"), 12));

  private record Embedding(AddressRange range, int offset) {}

  public AddressPolicy {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  public static AddressPolicy guarded(List<AddressRange> allowed, List<AddressRange> denied) {
    return new AddressPolicy(true, allowed, denied);
  }

  public boolean allowsEverything() {
    return !isGuarded && denied.isEmpty();
  }

  /// Why an address may not be connected to; empty if it may.
  public Optional<String> objection(InetAddress address, int port) {
    if (isIn(allowed, address, port)) {
      return Optional.empty();
    }
    return meanings(address).stream().flatMap(meant -> objections(meant, port)).findFirst();
  }

  private Stream<String> objections(InetAddress address, int port) {
    if (isIn(denied, address, port)) {
      return Stream.of("%s is in remoteSources.deny".formatted(address.getHostAddress()));
    }
    return isGuarded
        ? kind(address)
            .map(kind ->
                "%s is %s address, which is not in remoteSources.allow"
                    .formatted(address.getHostAddress(), kind))
            .stream()
        : Stream.empty();
  }

  private static Optional<String> kind(InetAddress address) {
    if (isIn(UNSPECIFIED, address, 0)) {
      return Optional.of("an unspecified");
    }
    if (address.isLoopbackAddress()) {
      return Optional.of("a loopback");
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of("a link-local");
    }
    if (address.isMulticastAddress() || BROADCAST.holds(address, 0)) {
      return Optional.of("a multicast");
    }
    return isIn(METADATA, address, 0) ? Optional.of("a cloud metadata") : Optional.empty();
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address, int port) {
    return ranges.stream().anyMatch(range -> range.holds(address, port));
  }

  /// The address, and the IPv4 address that a translator on the way makes of it.
  private static List<InetAddress> meanings(InetAddress address) {
    var bytes = address.getAddress();
    return Stream.concat(
            Stream.of(address),
            EMBEDDINGS.stream()
                .filter(embedding -> embedding.range().holds(address, 0))
                .map(embedding ->
                    ipv4(Arrays.copyOfRange(bytes, embedding.offset(), embedding.offset() + 4))))
        .toList();
  }

  private static InetAddress ipv4(byte[] bytes) {
    try {
      return Inet4Address.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
