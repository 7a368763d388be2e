package dev.lamina.agent.registry.reach;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// What a client of a [Gateway] asks for.
///
/// @param host a name or an address
record SocksRequest(String host, int port) {
  private static final int VERSION = 5;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /// What it is told.
  enum Reply {
    CONNECTED(0),
    REFUSED(2),
    UNREACHABLE(5),
    UNKNOWN_HOST(4);

    private final int code;

    Reply(int code) {
      this.code = code;
    }
  }

  /// Speaks with the client up to its request.
  static SocksRequest read(Socket client) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    require(in.readUnsignedByte() == VERSION);
    in.skipNBytes(in.readUnsignedByte());
    client.getOutputStream().write(new byte[] {VERSION, 0});
    require(in.readUnsignedByte() == VERSION && in.readUnsignedByte() == CONNECT);
    in.skipNBytes(1);
    var host =
        switch (in.readUnsignedByte()) {
          case IPV4 -> InetAddress.getByAddress(bytes(in, 4)).getHostAddress();
          case IPV6 -> InetAddress.getByAddress(bytes(in, 16)).getHostAddress();
          case NAME -> new String(bytes(in, in.readUnsignedByte()), StandardCharsets.US_ASCII);
          default -> throw new IOException("an unknown kind of address");
        };
    return new SocksRequest(host, in.readUnsignedShort());
  }

  static void answer(Socket client, Reply reply) throws IOException {
    client
        .getOutputStream()
        .write(new byte[] {VERSION, (byte) reply.code, 0, IPV4, 0, 0, 0, 0, 0, 0});
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    var bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the client has gone");
    }
    return bytes;
  }

  private static void require(boolean isSo) throws IOException {
    if (!isSo) {
      throw new IOException("not a request of SOCKS 5");
    }
  }
}
