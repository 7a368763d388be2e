package dev.lamina.agent.http;

/// `POST /v1/containers/{name}/copy`: the two paths of `cp`.
///
/// @param source absolute, in the container or on the node
/// @param target absolute, on the other side
/// @param out whether the source is in the container
public record CopyRequest(String source, String target, boolean out) {}
