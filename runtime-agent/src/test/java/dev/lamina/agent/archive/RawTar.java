package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/// Builds a tar block by block, well formed or not: nothing is checked.
public final class RawTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A header block under construction.
  public static final class Header {
    private final byte[] block = new byte[512];

    Header(char flag, String name, long size) {
      put(0, name);
      put(100, "0000644\0");
      put(108, "0000000\0");
      put(116, "0000000\0");
      octal(124, 12, size);
      put(136, "00000000000\0");
      block[156] = (byte) flag;
      put(257, "ustar\00000");
    }

    public Header put(int offset, String text) {
      return put(offset, text.getBytes(ISO_8859_1));
    }

    public Header put(int offset, byte[] bytes) {
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    public Header octal(int offset, int length, long value) {
      return put(offset, String.format(Locale.ROOT, "%0" + (length - 1) + "o\0", value));
    }

    public Header mode(int mode) {
      return octal(100, 8, mode);
    }

    public Header owner(int uid, int gid) {
      return octal(108, 8, uid).octal(116, 8, gid);
    }

    public Header modified(long seconds) {
      return octal(136, 12, seconds);
    }

    public Header link(String target) {
      return put(157, target);
    }

    public Header device(int major, int minor) {
      return octal(329, 8, major).octal(337, 8, minor);
    }

    byte[] finished() {
      put(148, "        ");
      var sum = 0;
      for (var octet : block) {
        sum += octet & 0xFF;
      }
      put(148, String.format(Locale.ROOT, "%06o\0 ", sum));
      return block;
    }
  }

  public static Header header(char flag, String name, long size) {
    return new Header(flag, name, size);
  }

  public RawTar file(String name, String content) {
    return entry(header('0', name, content.getBytes(UTF_8).length), content);
  }

  public RawTar directory(String name) {
    return entry(header('5', name, 0).mode(0755));
  }

  public RawTar symbolicLink(String name, String target) {
    return entry(header('2', name, 0).mode(0777).link(target));
  }

  public RawTar hardLink(String name, String target) {
    return entry(header('1', name, 0).link(target));
  }

  public RawTar fifo(String name) {
    return entry(header('6', name, 0));
  }

  public RawTar whiteout(String path) {
    var slash = path.lastIndexOf('/');
    return file(path.substring(0, slash + 1) + ".wh." + path.substring(slash + 1), "");
  }

  public RawTar opaque(String directory) {
    return file(directory + "/.wh..wh..opq", "");
  }

  public RawTar entry(Header header) {
    out.writeBytes(header.finished());
    return this;
  }

  public RawTar entry(Header header, String content) {
    return entry(header, content.getBytes(UTF_8));
  }

  public RawTar entry(Header header, byte[] content) {
    entry(header);
    return block(content);
  }

  /// An extended header with these records, right lengths included.
  public RawTar pax(char flag, String... keysAndValues) {
    var records = new ByteArrayOutputStream();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      records.writeBytes(paxRecord(keysAndValues[i], keysAndValues[i + 1].getBytes(ISO_8859_1)));
    }
    return extension(flag, records.toByteArray());
  }

  public RawTar extension(char flag, byte[] content) {
    return entry(header(flag, "PaxHeader", content.length), content);
  }

  /// Content with its padding.
  public RawTar block(byte[] content) {
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  public byte[] unfinished() {
    return out.toByteArray();
  }

  public byte[] bytes() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  static byte[] paxRecord(String key, byte[] value) {
    var rest = key.length() + value.length + 3;
    var length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    var out = new ByteArrayOutputStream();
    out.writeBytes((length + " " + key + "=").getBytes(ISO_8859_1));
    out.writeBytes(value);
    out.write('\n');
    return out.toByteArray();
  }
}
