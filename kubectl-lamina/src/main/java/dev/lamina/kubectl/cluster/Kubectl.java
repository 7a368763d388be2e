package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cluster by way of kubectl, one process a call.
public final class Kubectl implements Cluster {
  /// The server ends a watch from time to time; so often it may fail before anything is seen.
  private static final int MOST_TRIES = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String program;
  private final Scope scope;
  private final PrintStream err;
  private final Duration patience;
  private final HeadStart headStart;

  /// A cluster that nothing has been asked of.
  ///
  /// @param program the kubectl
  /// @param err where goes what kubectl has to say while all is well
  public Kubectl(String program, Scope scope, PrintStream err) {
    this(program, scope, err, HeadStart.none());
  }

  /// @param headStart what may have been asked for already
  public Kubectl(String program, Scope scope, PrintStream err, HeadStart headStart) {
    this(program, scope, err, headStart, PATIENCE);
  }

  /// @param patience how long a watch may show nothing before it is asked whether the object exists
  Kubectl(String program, Scope scope, PrintStream err, HeadStart headStart, Duration patience) {
    this.program = program;
    this.scope = scope;
    this.err = err;
    this.headStart = headStart;
    this.patience = patience;
  }

  @Override
  public List<JsonNode> list(Kind kind, boolean everywhere) {
    return Json.elements(call(null, listing(kind, everywhere)).path("items"));
  }

  static List<String> listing(Kind kind, boolean everywhere) {
    var arguments = new ArrayList<>(List.of("get", kind.resource(), "--output=json"));
    if (everywhere) {
      arguments.add("--all-namespaces");
    }
    return arguments;
  }

  @Override
  public Optional<JsonNode> find(Kind kind, String name) {
    try {
      return Optional.of(call(null, List.of("get", kind.resource(), "--output=json", "--", name)));
    } catch (Failure failure) {
      if (isGone(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public JsonNode create(JsonNode object) {
    return call(object, List.of("create", "--validate=false", "--output=json", "--filename=-"));
  }

  @Override
  public JsonNode replace(JsonNode object) {
    return call(object, List.of("replace", "--validate=false", "--output=json", "--filename=-"));
  }

  @Override
  public JsonNode patch(Kind kind, String name, JsonNode merge) {
    return call(
        null,
        List.of(
            "patch",
            kind.resource(),
            "--type=merge",
            "--patch=" + Json.line(merge),
            "--output=json",
            "--",
            name));
  }

  @Override
  public void delete(Kind kind, String name, boolean isAwaited) {
    var arguments =
        List.of(
            "delete",
            kind.resource(),
            "--ignore-not-found",
            "--output=name",
            "--wait=" + isAwaited,
            "--",
            name);
    try (var run = start(arguments)) {
      run.output(null).transferTo(OutputStream.nullOutputStream());
      run.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T await(Kind kind, String name, Function<JsonNode, Optional<T>> look) {
    var tries = 0;
    while (true) {
      var watch = new Watching<>(name, look);
      var problem = "it shows nothing";
      try {
        var found = watch(kind, name, watch);
        if (found.isPresent()) {
          return found.get();
        }
      } catch (Failure failure) {
        if (!failure.is(KubectlRun.UNKNOWN)) {
          throw failure;
        }
        problem = failure.getMessage();
      }
      if (!watch.hasSeen() && find(kind, name).isEmpty()) {
        throw watch.deleted();
      }
      tries = watch.hasSeen() ? 0 : tries + 1;
      if (tries == MOST_TRIES) {
        throw new Failure(FailureReason.InternalError, "watching " + name + ": " + problem);
      }
    }
  }

  /// Why a list of one: of an object that is named, kubectl prints what it gets, then begins to
  /// watch, and leaves out the first event for the same object once more. What happened in between
  /// is never seen. A list is watched from the very state that was printed.
  private <T> Optional<T> watch(Kind kind, String name, Watching<T> watching) {
    var arguments =
        List.of(
            "get",
            kind.resource(),
            "--field-selector=metadata.name=" + name,
            "--output=json",
            "--watch",
            "--output-watch-events");
    try (var run = start(arguments)) {
      Thread.ofPlatform().daemon().start(() -> endIfGone(kind, name, run, watching));
      var found = watching.read(run.output(null));
      if (found.isEmpty()) {
        run.end();
      }
      return found;
    } catch (IOException e) {
      throw new Failure(KubectlRun.UNKNOWN, "watching " + name + ": " + e.getMessage());
    }
  }

  /// A list of nothing is silent, and so is its watch.
  private void endIfGone(Kind kind, String name, KubectlRun run, Watching<?> watching) {
    while (!run.endsWithin(patience) && !watching.hasSeen()) {
      try {
        if (find(kind, name).isEmpty()) {
          run.close();
        }
      } catch (Failure failure) {
        // The watch itself shall say what is wrong.
      }
    }
  }

  private JsonNode call(@Nullable JsonNode input, List<String> arguments) {
    try (var run = start(arguments)) {
      var text = input == null ? null : Json.line(input).getBytes(StandardCharsets.UTF_8);
      // Jackson makes itself ready while kubectl does.
      var answer = Json.read(run.output(text), "kubectl " + arguments.getFirst());
      run.end();
      return answer;
    }
  }

  private KubectlRun start(List<String> arguments) {
    var command = command(program, scope, arguments);
    return headStart.take(command).orElseGet(() -> KubectlRun.start(command, err));
  }

  static List<String> command(String program, Scope scope, List<String> arguments) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(scope.options());
    command.addAll(arguments);
    return command;
  }

  private static boolean isGone(Failure failure) {
    return failure.is(FailureReason.NotFound.name());
  }
}
