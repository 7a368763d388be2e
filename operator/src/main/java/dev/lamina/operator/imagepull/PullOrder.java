package dev.lamina.operator.imagepull;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagenode.PullArguments;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.crds.imagepull.PullPolicy;
import dev.lamina.crds.imagepull.TagResolution;
import dev.lamina.crds.payload.Quantities;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the nodes are asked to do. Two orders that are equal ask for the same: a change of
/// parallelism, budget or nodes is none.
///
/// @param round the time of the schedule this is done for; absent = not by schedule
record PullOrder(
    String uid,
    String owner,
    String tenant,
    List<String> images,
    boolean resolvesOnce,
    PullArguments arguments,
    int attempts,
    int timeoutSeconds,
    @Nullable Instant round) {

  /// The order of a pull.
  ///
  /// @throws IllegalArgumentException if a quantity is none; the message says which
  static PullOrder of(ImagePull pull, @Nullable Instant round) {
    var metadata = pull.getMetadata();
    var spec = pull.getSpec();
    return new PullOrder(
        metadata.getUid(),
        metadata.getNamespace() + "/" + metadata.getName(),
        metadata.getNamespace(),
        spec.images(),
        spec.resolve() == TagResolution.Once,
        arguments(spec),
        spec.backoffLimit() + 1,
        Math.toIntExact(spec.timeoutSeconds()),
        round);
  }

  /// An order by the name of a pull that asks for nothing.
  static PullOrder ofNothing(ImagePull pull) {
    var metadata = pull.getMetadata();
    return new PullOrder(
        metadata.getUid(),
        metadata.getNamespace() + "/" + metadata.getName(),
        metadata.getNamespace(),
        List.of(),
        true,
        PullArguments.NONE,
        1,
        1,
        null);
  }

  private static PullArguments arguments(ImagePullSpec spec) {
    var limits = spec.limits();
    return new PullArguments(
        spec.platform(),
        spec.imagePullPolicy() == PullPolicy.Always,
        false,
        spec.pin(),
        spec.perNodeParallelism() == 1 ? null : spec.perNodeParallelism(),
        limits == null || limits.maxImageBytes() == null
            ? null
            : (Long) Quantities.bytes(limits.maxImageBytes()),
        limits == null ? null : (Long) Quantities.bytes(limits.minFreeBytesAfterPull()));
  }

  /// The id of the assignment of an image; the same for every node, and after a restart.
  ///
  /// @param digest absent = the node finds it out
  String id(String image, @Nullable String digest) {
    var item =
        image
            + "|"
            + (digest == null ? String.valueOf(round) : digest)
            + "|"
            + arguments
            + "|"
            + attempts
            + "|"
            + timeoutSeconds;
    return AssignmentId.of('p', uid, 0, item);
  }

  /// The digest that a reference itself names.
  static @Nullable String namedDigest(String image) {
    var at = image.indexOf('@');
    return at < 0 ? null : image.substring(at + 1);
  }
}
