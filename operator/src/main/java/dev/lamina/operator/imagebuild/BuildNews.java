package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.events.News;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitAgent;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitInput;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitNode;
import dev.lamina.operator.imagebuild.BuildDecision.BackOff;
import dev.lamina.operator.imagebuild.BuildDecision.Fail;
import dev.lamina.operator.imagebuild.BuildDecision.Follow;
import dev.lamina.operator.imagebuild.BuildDecision.Refuse;
import dev.lamina.operator.imagebuild.BuildDecision.Rest;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.imagebuild.BuildDecision.Succeed;
import dev.lamina.operator.imagebuild.BuildDecision.Suspend;
import java.util.Objects;
import java.util.Optional;

/// What is worth an Event: the first time that a status says something new.
final class BuildNews {
  private BuildNews() {}

  static Optional<News> of(
      ImageBuildStatus before, ImageBuildStatus after, BuildDecision decision) {
    var message = message(after);
    if (message.equals(message(before)) && Objects.equals(reason(before), reason(after))) {
      return Optional.empty();
    }
    return switch (decision) {
      case Start _ -> Optional.of(News.normal("BuildStarted", message));
      case Succeed _ -> Optional.of(News.normal("BuildSucceeded", message));
      case Fail _ -> Optional.of(News.warning("StepFailed", message));
      case BackOff _ -> Optional.of(News.warning("StepFailed", message));
      case AwaitAgent _ -> Optional.of(News.warning("NodeFailed", message));
      case AwaitNode _ -> Optional.of(News.warning("NoNodeAvailable", message));
      case AwaitInput await -> Optional.of(News.warning(await.reason(), message));
      case Refuse refuse -> Optional.of(News.warning(refuse.reason().name(), message));
      case Follow _ -> Optional.empty();
      case Suspend _ -> Optional.empty();
      case Rest _ -> Optional.empty();
    };
  }

  /// Remarks about the Dockerfile that were not there before.
  static Optional<News> ofLints(ImageBuildStatus before, ImageBuildStatus after) {
    var lints = after.lints();
    if (lints.isEmpty() || lints.equals(before.lints())) {
      return Optional.empty();
    }
    var first = lints.getFirst();
    var more = lints.size() == 1 ? "" : " and %d more in status.lints".formatted(lints.size() - 1);
    return Optional.of(
        News.warning(
            "DockerfileLint",
            "line %d: %s: %s%s".formatted(first.line(), first.rule(), first.message(), more)));
  }

  private static String message(ImageBuildStatus status) {
    return Condition.find(status.conditions(), Condition.READY).map(Condition::message).orElse("");
  }

  private static String reason(ImageBuildStatus status) {
    return Condition.find(status.conditions(), Condition.READY).map(Condition::reason).orElse("");
  }
}
