package dev.lamina.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.registry.RegistryLimits;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.crds.payload.Quantities;
import org.jspecify.annotations.Nullable;

/// Limits of an agent as they are configured; what is absent is the default. Numbers of bytes are
/// quantities such as `4Mi`.
///
/// Some can only be made smaller: what a manifest may hold is the specification's, and an overlay
/// mount takes no more layers.
///
/// @param documentBytes of a manifest, an index, a config; at most 4Mi
/// @param tokenBytes of a token server's answer
/// @param layers of an image; at most 512
/// @param indexDepth indexes that stand in one another
/// @param indexWidth manifests of one index
/// @param headerBytes extension headers of one entry of a layer
/// @param nameBytes of a path in a layer; at most 4096
/// @param entries files, directories and links of a layer
/// @param layerBytes of a layer, compressed and unpacked
/// @param imageBytes of all layers, compressed and unpacked
/// @param ratio unpacked to compressed bytes of a layer above `freeRatioBytes`
/// @param freeRatioBytes unpacked bytes that no ratio is asked of
/// @param zstdWindowBytes what a zstd frame may ask a decoder to keep; at most 128Mi
/// @param reserveBytes of the disk that no image may take
record LimitSettings(
    @Nullable String documentBytes,
    @Nullable String tokenBytes,
    @Nullable Integer layers,
    @Nullable Integer indexDepth,
    @Nullable Integer indexWidth,
    @Nullable String headerBytes,
    @Nullable String nameBytes,
    @Nullable Long entries,
    @Nullable String layerBytes,
    @Nullable String imageBytes,
    @Nullable Integer ratio,
    @Nullable String freeRatioBytes,
    @Nullable String zstdWindowBytes,
    @Nullable String reserveBytes) {
  private static final long ANY = Long.MAX_VALUE;
  private static final long MOST_OF_A_BUFFER = 64L << 20;
  private static final long ZSTD_WINDOW = 128L << 20;
  private static final long PATH_MAX = 4096;

  static final LimitSettings DEFAULT =
      new LimitSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  @JsonCreator
  LimitSettings {
    bytes("documentBytes", documentBytes, 1, OciJson.DOCUMENT_LIMIT, 1);
    bytes("tokenBytes", tokenBytes, 1, MOST_OF_A_BUFFER, 1);
    number("layers", layers, OciJson.LAYER_LIMIT, 1);
    number("indexDepth", indexDepth, 64, 1);
    number("indexWidth", indexWidth, 100_000, 1);
    bytes("headerBytes", headerBytes, 512, MOST_OF_A_BUFFER, 512);
    bytes("nameBytes", nameBytes, 1, PATH_MAX, 1);
    number("entries", entries, ANY, 1);
    bytes("layerBytes", layerBytes, 1, ANY, 1);
    bytes("imageBytes", imageBytes, 1, ANY, 1);
    number("ratio", ratio, Integer.MAX_VALUE, 1);
    bytes("freeRatioBytes", freeRatioBytes, 0, ANY, 0);
    bytes("zstdWindowBytes", zstdWindowBytes, 1024, ZSTD_WINDOW, 1024);
    bytes("reserveBytes", reserveBytes, 0, ANY, 0);
  }

  TransferLimits transfer() {
    var standard = TransferLimits.DEFAULT;
    return new TransferLimits(
        (int) bytes("documentBytes", documentBytes, 1, ANY, standard.documentBytes()),
        (int) number("layers", layers, ANY, standard.layers()),
        (int) number("indexDepth", indexDepth, ANY, standard.indexDepth()),
        (int) number("indexWidth", indexWidth, ANY, standard.indexWidth()),
        bytes("layerBytes", layerBytes, 1, ANY, standard.layerBytes()),
        bytes("imageBytes", imageBytes, 1, ANY, standard.imageBytes()),
        bytes("freeRatioBytes", freeRatioBytes, 0, ANY, standard.freeRatioBytes()),
        (int) number("ratio", ratio, ANY, standard.ratio()),
        bytes("reserveBytes", reserveBytes, 0, ANY, standard.reserveBytes()),
        archive());
  }

  ArchiveLimits archive() {
    var standard = ArchiveLimits.DEFAULT;
    return new ArchiveLimits(
        bytes("layerBytes", layerBytes, 1, ANY, standard.uncompressedBytes()),
        (int) bytes("headerBytes", headerBytes, 1, ANY, standard.headerBytes()),
        (int) bytes("nameBytes", nameBytes, 1, ANY, standard.nameBytes()),
        number("entries", entries, ANY, standard.entries()),
        bytes("zstdWindowBytes", zstdWindowBytes, 1, ANY, standard.zstdWindowBytes()));
  }

  RegistryLimits registry(RegistryLimits standard) {
    return new RegistryLimits(
        (int) bytes("documentBytes", documentBytes, 1, ANY, standard.documentBytes()),
        (int) bytes("tokenBytes", tokenBytes, 1, ANY, standard.tokenBytes()),
        standard.errorBytes(),
        standard.redirects(),
        standard.pages());
  }

  private static long bytes(
      String field, @Nullable String quantity, long least, long most, long standard) {
    if (quantity == null) {
      return standard;
    }
    try {
      return within(field, Quantities.bytes(quantity), least, most);
    } catch (IllegalArgumentException e) {
      throw Settings.invalid(field + ": " + e.getMessage());
    }
  }

  private static long number(String field, @Nullable Number value, long most, long standard) {
    return value == null ? standard : within(field, value.longValue(), 1, most);
  }

  private static long within(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw Settings.invalid("%s is %d: want %d to %d".formatted(field, value, least, most));
    }
    return value;
  }
}
