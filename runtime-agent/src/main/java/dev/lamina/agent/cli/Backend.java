package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.mirror.MirrorSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the composition root gives to the command line.
public interface Backend {
  /// The daemon that serves this state directory, or the work in this process where there is none.
  ApiClient connect(GlobalOptions options);

  /// Serves until the process is told to end.
  ///
  /// @param kubeconfig of the cluster to work for; absent = that of the Pod this runs in, else the
  ///   socket only
  /// @param mirror absent = no mirror
  void serve(GlobalOptions options, @Nullable Path kubeconfig, @Nullable MirrorSettings mirror);
}
