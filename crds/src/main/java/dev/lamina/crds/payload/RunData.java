package dev.lamina.crds.payload;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// What an order takes from ConfigMaps and Secrets: for each name its keys, for each key its bytes.
///
/// It travels sealed to the node in `NodeTask.spec.sealed`, under ids that begin with [#ID_PREFIX],
/// and is no part of the payload: a container is not replaced because a ConfigMap changed.
@ApiRecord
public record RunData(
    Map<String, Map<String, byte[]>> configMaps, Map<String, Map<String, byte[]>> secrets) {
  /// Of the ids that it is sealed under.
  public static final String ID_PREFIX = "data-";

  public static final RunData NONE = new RunData(Map.of(), Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  public RunData {
    configMaps = Absent.toEmpty(configMaps);
    secrets = Absent.toEmpty(secrets);
  }

  public boolean isEmpty() {
    return configMaps.isEmpty() && secrets.isEmpty();
  }

  public byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads what [#toBytes] gave; an IllegalArgumentException says that it did not.
  public static RunData of(byte[] bytes) {
    try {
      return JSON.readValue(bytes, RunData.class);
    } catch (IOException _) {
      throw new IllegalArgumentException("not the data of an order");
    }
  }
}
