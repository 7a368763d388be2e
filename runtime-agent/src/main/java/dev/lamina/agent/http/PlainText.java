package dev.lamina.agent.http;

/// An answer that is not JSON.
record PlainText(String contentType, String text) {}
