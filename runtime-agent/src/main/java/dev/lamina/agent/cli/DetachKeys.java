package dev.lamina.agent.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/// The keys that leave a container running and give the terminal back, such as `ctrl-p,ctrl-q`:
/// letters, or `ctrl-` and one of a-z @ [ \ ] ^ _.
///
/// @param keys one byte each
record DetachKeys(String keys) {
  static final String DEFAULT = "ctrl-p,ctrl-q";

  private static final String CONTROL = "ctrl-";
  private static final String CONTROLLABLE = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

  /// @throws AgentException `InvalidArgument`
  static DetachKeys parse(String text) {
    var words = text.split(",", -1);
    var keys = new StringBuilder();
    for (var word : words) {
      keys.append(key(word, text));
    }
    return new DetachKeys(keys.toString());
  }

  private static char key(String word, String text) {
    var lower = word.toLowerCase(Locale.ROOT);
    var control = lower.startsWith(CONTROL) ? lower.substring(CONTROL.length()) : "";
    if (control.length() == 1 && CONTROLLABLE.contains(control)) {
      return (char) CONTROLLABLE.indexOf(control);
    }
    if (word.length() == 1 && word.charAt(0) < 128) {
      return word.charAt(0);
    }
    throw new AgentException(
        FailureReason.InvalidArgument,
        "--detach-keys '" + text + "': want keys such as a or ctrl-p, with commas between them");
  }

  /// Input that ends at these keys, which nobody behind it sees. A key that may begin them is kept
  /// back until the next one.
  InputStream watch(InputStream input, Runnable onDetach) {
    return new Watched(input, keys.getBytes(US_ASCII), onDetach);
  }

  private static final class Watched extends FilterInputStream {
    private final byte[] keys;
    private final Runnable onDetach;
    private byte[] ready = new byte[0];
    private int given;
    private int matched;
    private boolean isDetached;

    Watched(InputStream input, byte[] keys, Runnable onDetach) {
      super(input);
      this.keys = keys;
      this.onDetach = onDetach;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (given == ready.length) {
        if (isDetached) {
          onDetach.run();
          return -1;
        }
        var typed = new byte[length];
        var count = in.read(typed, 0, length);
        if (count < 0) {
          return -1;
        }
        sort(typed, count);
      }
      var count = Math.min(length, ready.length - given);
      System.arraycopy(ready, given, bytes, offset, count);
      given += count;
      return count;
    }

    /// Tells what is to be passed on from what is or may be the keys.
    private void sort(byte[] typed, int count) {
      var passed = new byte[count + keys.length];
      var size = 0;
      for (int i = 0; i < count && !isDetached; i++) {
        if (typed[i] == keys[matched]) {
          isDetached = ++matched == keys.length;
        } else {
          System.arraycopy(keys, 0, passed, size, matched);
          size += matched;
          matched = typed[i] == keys[0] ? 1 : 0;
          if (matched == 0) {
            passed[size++] = typed[i];
          }
        }
      }
      ready = Arrays.copyOf(passed, size);
      given = 0;
    }
  }
}
