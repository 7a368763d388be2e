package dev.lamina.standalone.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The JSONPath of printer columns: fields, indexes, and filters by equality as in
/// `.status.conditions[?(@.type=="Ready")].status`.
public final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:[^.\\[\\\\]|\\\\.)+)" // .field, with \. for a dot
              + "|\\['([^']+)'\\]" // ['field']
              + "|\\[(\\d+)\\]" // [0]
              + "|\\[(\\*)\\]" // [*]
              + "|\\[\\?\\(@\\.([^=\\s]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]"); // filter

  private final List<Function<JsonNode, Stream<JsonNode>>> steps;

  private JsonPath(List<Function<JsonNode, Stream<JsonNode>>> steps) {
    this.steps = List.copyOf(steps);
  }

  /// A path that cannot be understood finds nothing.
  public static JsonPath of(String path) {
    var steps = new ArrayList<Function<JsonNode, Stream<JsonNode>>>();
    var matcher = STEP.matcher(path);
    var end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      steps.add(step(matcher));
      end = matcher.end();
    }
    return new JsonPath(end == path.length() ? steps : List.of(node -> Stream.empty()));
  }

  private static Function<JsonNode, Stream<JsonNode>> step(Matcher match) {
    if (match.group(1) != null) {
      var field = match.group(1).replace("\\.", ".");
      return node -> Stream.of(node.path(field));
    }
    if (match.group(2) != null) {
      var field = match.group(2);
      return node -> Stream.of(node.path(field));
    }
    if (match.group(3) != null) {
      var index = Integer.parseInt(match.group(3));
      return node -> Stream.of(node.path(index));
    }
    if (match.group(4) != null) {
      return JsonNode::valueStream;
    }
    var field = match.group(5);
    var value = match.group(6);
    return node -> node.valueStream().filter(item -> item.path(field).asText().equals(value));
  }

  public Optional<JsonNode> first(JsonNode root) {
    var found = Stream.of(root);
    for (var step : steps) {
      found = found.flatMap(step);
    }
    return found.filter(node -> !node.isMissingNode() && !node.isNull()).findFirst();
  }
}
