package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.GlobalScope;
import dev.lamina.agent.dockerfile.StageScope;
import dev.lamina.agent.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stage at one point of it: its variables, its config and the vertex that made its filesystem.
final class StageState {
  private final StageScope scope;
  private final ImageDraft draft;
  private @Nullable Vertex vertex;
  private boolean hasCmd;

  private StageState(StageScope scope, ImageDraft draft, @Nullable Vertex vertex) {
    this.scope = scope;
    this.draft = draft;
    this.vertex = vertex;
    takeUpConfig();
  }

  static StageState ofScratch(GlobalScope globals, char escape, Platform platform) {
    return new StageState(new StageScope(globals, escape), ImageDraft.ofScratch(platform), null);
  }

  static StageState of(GlobalScope globals, char escape, BaseImage image, Vertex vertex) {
    var draft = ImageDraft.of(image.config(), image.layers().layers().size());
    return new StageState(new StageScope(globals, escape), draft, vertex);
  }

  /// The state of a stage that starts from this one.
  StageState child() {
    return new StageState(scope.child(), draft.child(), vertex);
  }

  /// What the config of the base says, in force for the instructions to come.
  private void takeUpConfig() {
    if (draft.env().stream().noneMatch(entry -> entry.startsWith("PATH="))) {
      draft.setEnv("PATH", ImageDraft.DEFAULT_PATH);
    }
    for (var entry : draft.env()) {
      var equals = entry.indexOf('=');
      if (equals > 0) {
        scope.set(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    if (!draft.workingDir().isEmpty()) {
      draft.setWorkingDir(WorkingDirectory.of("/", draft.workingDir()));
    }
  }

  StageScope scope() {
    return scope;
  }

  ImageDraft draft() {
    return draft;
  }

  Optional<Vertex> vertex() {
    return Optional.ofNullable(vertex);
  }

  void advance(Vertex next) {
    vertex = next;
  }

  boolean hasCmd() {
    return hasCmd;
  }

  void markCmd() {
    hasCmd = true;
  }

  /// The directory commands run in.
  String workingDir() {
    return draft.workingDir().isEmpty() ? "/" : draft.workingDir();
  }
}
