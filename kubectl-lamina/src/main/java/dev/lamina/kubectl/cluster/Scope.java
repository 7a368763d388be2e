package dev.lamina.kubectl.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which cluster is meant, and which namespace; what is absent is as kubectl has it.
public record Scope(
    @Nullable String kubeconfig, @Nullable String context, @Nullable String namespace) {
  /// As options of kubectl.
  List<String> options() {
    var options = new ArrayList<String>();
    add(options, "--kubeconfig", kubeconfig);
    add(options, "--context", context);
    add(options, "--namespace", namespace);
    return options;
  }

  private static void add(List<String> options, String name, @Nullable String value) {
    if (value != null) {
      options.add(name + "=" + value);
    }
  }
}
