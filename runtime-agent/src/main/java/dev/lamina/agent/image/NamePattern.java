package dev.lamina.agent.image;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.regex.Pattern;

/// Names of images: a complete name such as `quay.io/team/*`, where `*` stands for any characters.
/// Without a `*` it means the repository with all of its tags, or the one tag that it states.
public record NamePattern(String text) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:/@\\[\\]*-]{1,512}");

  public NamePattern {
    if (!ALLOWED.matcher(text).matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "image pattern '" + text + "': want a name with '*'");
    }
  }

  public boolean matches(Reference reference) {
    return matches(reference.name()) || matches(reference.name() + ":" + reference.tag());
  }

  @Override
  public String toString() {
    return text;
  }

  /// Goes back to the last `*` only, so the work is bounded by the product of both lengths.
  private boolean matches(String name) {
    var star = -1;
    var resume = 0;
    var at = 0;
    var next = 0;
    while (next < name.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at++;
        resume = next;
      } else if (at < text.length() && text.charAt(at) == name.charAt(next)) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++resume;
      } else {
        return false;
      }
    }
    return text.substring(at).chars().allMatch(c -> c == '*');
  }
}
