package dev.lamina.agent.dockerfile.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a file says about its checks: `skip=Rule,Rule;error=true`.
///
/// @param skipped names of rules in lower case; `all` for all
/// @param isError whether a remark fails the build
public record LintChecks(Set<String> skipped, boolean isError) {
  private static final String ALL = "all";
  private static final LintChecks DEFAULT = new LintChecks(Set.of(), false);

  public LintChecks {
    skipped = Set.copyOf(skipped);
  }

  /// Reads the value of the directive; what it does not know says nothing, as a rule may be newer.
  ///
  /// @param text null where there is none
  public static LintChecks parse(@Nullable String text) {
    if (text == null) {
      return DEFAULT;
    }
    Set<String> skipped = Set.of();
    var isError = false;
    for (var setting : text.split(";", -1)) {
      var equals = setting.indexOf('=');
      var key = setting.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT);
      var value = setting.substring(equals + 1).strip();
      if (key.equals("skip")) {
        skipped = names(value);
      } else if (key.equals("error")) {
        isError = Boolean.parseBoolean(value);
      }
    }
    return new LintChecks(skipped, isError);
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /// What remains of the remarks.
  public List<Lint> filter(List<Lint> lints) {
    return skipped.contains(ALL)
        ? List.of()
        : lints.stream()
            .filter(lint -> !skipped.contains(lint.rule().name().toLowerCase(Locale.ROOT)))
            .toList();
  }
}
