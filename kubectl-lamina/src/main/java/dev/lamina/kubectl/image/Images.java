package dev.lamina.kubectl.image;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The images that nodes list, as they were when they were asked for.
///
/// @param rows the newest first, as Docker has them
public record Images(List<ImageRow> rows) {
  /// What can be the start of an ID, or a whole one.
  private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

  public Images {
    rows = List.copyOf(rows);
  }

  /// Asks for the images.
  ///
  /// @param everywhere those of all namespaces
  public static Images of(Cluster cluster, boolean everywhere) {
    var newestFirst =
        Comparator.comparing((ImageRow row) -> row.created().orElse(Instant.EPOCH))
            .reversed()
            .thenComparing(ImageRow::namespace)
            .thenComparing(ImageRow::title);
    return new Images(
        cluster.list(Kind.IMAGE, everywhere).stream()
            .map(ImageRow::of)
            .sorted(newestFirst)
            .toList());
  }

  /// The image that is meant by a name, a digest or the start of an ID.
  ///
  /// @throws Failure `InvalidArgument` if it is the start of several IDs
  public Optional<ImageRow> find(String text) {
    return named(text).or(() -> withId(text));
  }

  /// The image that must be there.
  ///
  /// @throws Failure `ImageNotFound`
  public ImageRow get(String text) {
    return find(text)
        .orElseThrow(() ->
            new Failure(
                FailureReason.ImageNotFound,
                "no node lists an image '" + text + "' of this namespace"));
  }

  /// The row of a name, which is not a digest or an ID.
  public Optional<ImageRow> named(String text) {
    if (text.startsWith("sha256:")) {
      return Optional.empty();
    }
    var name = ImageName.parse(text);
    return name.candidates().stream()
        .flatMap(candidate ->
            rows.stream().filter(row -> row.reference().filter(candidate::equals).isPresent()))
        .findFirst()
        .or(() -> name.digest().flatMap(digest -> ofRepository(name, digest)));
  }

  /// `web@sha256:...` also means an image that has a tag there.
  private Optional<ImageRow> ofRepository(ImageName name, String digest) {
    var repositories =
        name.candidates().stream()
            .map(candidate -> candidate.replaceFirst("[@:][^/]*$", ""))
            .toList();
    return rows.stream()
        .filter(row -> row.digest().equals(digest))
        .filter(row ->
            row.reference().filter(own -> repositories.contains(repository(own))).isPresent())
        .findFirst();
  }

  private static String repository(String reference) {
    return ImageName.parse(reference).repository();
  }

  private Optional<ImageRow> withId(String text) {
    if (!ID.matcher(text).matches()) {
      return Optional.empty();
    }
    var found = rows.stream().filter(row -> row.hasId(text)).toList();
    var ids = found.stream().map(ImageRow::imageId).distinct().toList();
    if (ids.size() > 1) {
      throw new Failure(
          FailureReason.InvalidArgument,
          "'%s' is the start of several image IDs: %s"
              .formatted(
                  text, ids.stream().map(ImageRow::shortened).collect(Collectors.joining(", "))));
    }
    return found.stream().findFirst();
  }

  /// All names of the same image.
  public List<ImageRow> namesOf(String digest) {
    return rows.stream()
        .filter(row -> row.digest().equals(digest) && row.reference().isPresent())
        .toList();
  }
}
