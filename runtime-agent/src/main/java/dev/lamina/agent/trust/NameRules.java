package dev.lamina.agent.trust;

import dev.lamina.agent.image.NamePattern;
import java.util.List;

/// Lets images in by their names: none that is denied, and where anything is allowed, only that.
public record NameRules(List<NamePattern> allow, List<NamePattern> deny) implements TrustPolicy {
  public NameRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  @Override
  public void admit(TrustSubject subject) {
    var reference = subject.reference();
    var denied = deny.stream().filter(pattern -> pattern.matches(reference)).findFirst();
    if (denied.isPresent()) {
      throw subject.denied("names like '" + denied.get() + "' are denied");
    }
    if (!allow.isEmpty() && allow.stream().noneMatch(pattern -> pattern.matches(reference))) {
      throw subject.denied("only names like " + allow + " are allowed");
    }
  }
}
