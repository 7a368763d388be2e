package dev.lamina.agent.http;

/// `POST /v1/images/export`.
///
/// @param path a directory becomes an OCI layout, a name that ends in `.tar` an OCI archive
public record ExportRequest(String reference, String path) {}
