package dev.lamina.agent.archive;

/// One key and its value.
@SuppressWarnings("ArrayRecordComponent") // never compared
record PaxRecord(String key, byte[] value) {}
