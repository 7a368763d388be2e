package dev.lamina.standalone.storage;

public enum EventType {
  ADDED,
  MODIFIED,
  DELETED
}
