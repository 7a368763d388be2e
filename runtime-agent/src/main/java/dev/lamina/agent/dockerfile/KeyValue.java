package dev.lamina.agent.dockerfile;

/// One pair of ENV or LABEL.
public record KeyValue(String key, String value) {
  @Override
  public String toString() {
    return key + "=" + value;
  }
}
