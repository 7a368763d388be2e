package dev.lamina.kubectl.cluster;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A list that will probably be asked for first, asked for while the verb still gets ready.
///
/// It is used if the first call of all is the very same one, so nothing can have been written in
/// between; any other first call ends it.
public final class HeadStart implements AutoCloseable {
  private final List<String> command;
  private @Nullable KubectlRun run;

  private HeadStart(List<String> command, @Nullable KubectlRun run) {
    this.command = command;
    this.run = run;
  }

  public static HeadStart none() {
    return new HeadStart(List.of(), null);
  }

  /// Begins to ask; as [Cluster#list] does.
  ///
  /// @param program the kubectl
  /// @param err where goes what kubectl has to say while all is well
  public static HeadStart list(
      String program, Scope scope, Kind kind, boolean everywhere, PrintStream err) {
    var command = Kubectl.command(program, scope, Kubectl.listing(kind, everywhere));
    return new HeadStart(command, KubectlRun.start(command, err));
  }

  /// The process, if this is the first call and just the one that was foreseen.
  synchronized Optional<KubectlRun> take(List<String> called) {
    if (run == null || !command.equals(called)) {
      close();
      return Optional.empty();
    }
    var taken = run;
    run = null;
    return Optional.of(taken);
  }

  @Override
  public synchronized void close() {
    if (run != null) {
      run.close();
      run = null;
    }
  }
}
