package dev.lamina.agent.http;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import java.time.Instant;
import java.util.List;

/// One image of `GET /v1/images`.
///
/// @param id digest of the config
/// @param digest of the manifest
/// @param size unpacked bytes
public record ImageSummary(
    List<Reference> names, Digest id, Digest digest, Instant created, long size) {}
