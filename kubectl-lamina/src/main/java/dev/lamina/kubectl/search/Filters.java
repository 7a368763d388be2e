package dev.lamina.kubectl.search;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import java.util.List;
import java.util.function.Predicate;

/// `--filter` of `docker search`.
public final class Filters {
  private Filters() {}

  /// What all filters let through.
  ///
  /// @throws Failure `InvalidArgument` naming the filter
  public static Predicate<FoundRepository> parse(List<String> filters) {
    return filters.stream().map(Filters::parse).reduce(found -> true, Predicate::and);
  }

  private static Predicate<FoundRepository> parse(String filter) {
    var equals = filter.indexOf('=');
    var name = equals < 0 ? filter : filter.substring(0, equals);
    var value = equals < 0 ? "" : filter.substring(equals + 1);
    return switch (name) {
      case "is-official" -> {
        var wanted = isTrue(filter, value);
        yield found -> found.isOfficial() == wanted;
      }
      case "is-automated" -> {
        var wanted = isTrue(filter, value);
        yield found -> found.isAutomated() == wanted;
      }
      case "stars" -> {
        var least = number(filter, value);
        yield found -> found.stars() >= least;
      }
      default -> throw invalid(filter);
    };
  }

  private static boolean isTrue(String filter, String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw invalid(filter);
    };
  }

  private static long number(String filter, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(filter);
    }
  }

  private static Failure invalid(String filter) {
    return new Failure(
        FailureReason.InvalidArgument,
        "--filter '%s': want is-official=true|false, is-automated=true|false or stars=N"
            .formatted(filter));
  }
}
