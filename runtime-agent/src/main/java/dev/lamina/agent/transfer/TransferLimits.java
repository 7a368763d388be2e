package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.OciJson;
import dev.lamina.crds.failure.FailureReason;

/// How much an image may ask of the node before it is refused as `LimitExceeded`.
///
/// Documents and layers of an image can only be limited further: what is read at all is fixed in
/// [OciJson].
///
/// @param documentBytes of a manifest, an index or a config
/// @param layers of an image
/// @param indexDepth indexes that stand in one another
/// @param indexWidth manifests of one index
/// @param layerBytes of one layer, compressed and unpacked
/// @param imageBytes of all layers, compressed and unpacked
/// @param freeRatioBytes unpacked bytes that no ratio is asked of
/// @param ratio unpacked to compressed bytes above that; gzip itself ends at 1032
/// @param reserveBytes of the disk that no image may take
/// @param archive of each layer's tar
public record TransferLimits(
    int documentBytes,
    int layers,
    int indexDepth,
    int indexWidth,
    long layerBytes,
    long imageBytes,
    long freeRatioBytes,
    int ratio,
    long reserveBytes,
    ArchiveLimits archive) {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /// What a node takes unless it is configured otherwise.
  public static final TransferLimits DEFAULT =
      new TransferLimits(
          OciJson.DOCUMENT_LIMIT,
          OciJson.LAYER_LIMIT,
          4,
          1000,
          64 * GIB,
          256 * GIB,
          GIB,
          200,
          64 * MIB,
          ArchiveLimits.DEFAULT);

  public TransferLimits {
    requirePositive("layer bytes", layerBytes);
    requirePositive("image bytes", imageBytes);
    requirePositive("ratio", ratio);
  }

  public TransferLimits withLayerBytes(long bytes) {
    return new TransferLimits(
        documentBytes,
        layers,
        indexDepth,
        indexWidth,
        bytes,
        imageBytes,
        freeRatioBytes,
        ratio,
        reserveBytes,
        archive);
  }

  public TransferLimits withImageBytes(long bytes) {
    return new TransferLimits(
        documentBytes,
        layers,
        indexDepth,
        indexWidth,
        layerBytes,
        bytes,
        freeRatioBytes,
        ratio,
        reserveBytes,
        archive);
  }

  public TransferLimits withRatio(long freeBytes, int most) {
    return new TransferLimits(
        documentBytes,
        layers,
        indexDepth,
        indexWidth,
        layerBytes,
        imageBytes,
        freeBytes,
        most,
        reserveBytes,
        archive);
  }

  /// The limits for the tar of a layer that has so many bytes as a blob.
  public ArchiveLimits archiveOf(long blobBytes) {
    var byRatio = blobBytes > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : blobBytes * ratio;
    return archive.withUncompressedBytes(
        Math.min(
            Math.min(layerBytes, archive.uncompressedBytes()), Math.max(freeRatioBytes, byRatio)));
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new AgentException(
          FailureReason.InvalidArgument, "limit of " + what + " is " + value + ": want more");
    }
  }
}
