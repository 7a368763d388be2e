package dev.lamina.agent.http.mirror;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/// Some of the tags, and how to get the others. See the distribution-spec, "Listing Tags".
///
/// @param next value of the `Link` header
record TagPage(List<String> tags, Optional<String> next) {
  TagPage {
    tags = List.copyOf(tags);
  }

  /// @param query `last`, the tag to start after, and `n`, how many at most
  static TagPage of(List<String> sorted, Fields query) {
    var last = query.getValue("last");
    var left =
        last == null ? sorted : sorted.stream().filter(tag -> tag.compareTo(last) > 0).toList();
    var count = count(query.getValue("n"));
    if (left.size() <= count) {
      return new TagPage(left, Optional.empty());
    }
    var page = left.subList(0, count);
    return new TagPage(
        page,
        page.isEmpty()
            ? Optional.empty()
            : Optional.of("<list?n=" + count + "&last=" + page.getLast() + ">; rel=\"next\""));
  }

  private static int count(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }
}
