package dev.lamina.agent.build.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.DockerfileException;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Stage;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Dockerfile instructions that say how an image is run and nothing else, as `docker commit
/// --change` takes them.
public final class ConfigChanges {
  private static final String FROM = "FROM image\n";

  private ConfigChanges() {}

  /// How an image is run after the changes, in their order; the triggers of `base` do not run.
  ///
  /// @throws AgentException `InvalidArgument` for what is no such instruction, naming it
  public static ExecutionConfig apply(ImageConfig base, List<String> changes) {
    var file = Dockerfile.parse("change", FROM.getBytes(UTF_8));
    var from = file.stages().getFirst().from();
    var instructions = changes.stream().map(ConfigChanges::parse).toList();
    var stage = new Stage(0, from, instructions);
    var changed = new Dockerfile("change", file.directives(), List.of(), List.of(stage));
    var request =
        new PlanRequest(
            null, Map.of(), base.platform(), NetworkMode.BRIDGE, Set.of(), NamedContexts.NONE);
    var image = new BaseImage("image", Digest.of(Digest.sha256().digest()), base, LayerStack.EMPTY);
    try {
      return Planner.plan(changed, request, name -> Optional.of(image)).draft().config();
    } catch (DockerfileException e) {
      throw invalid(e.instruction(), e.what());
    }
  }

  private static Instruction parse(String change) {
    try {
      var stages = Dockerfile.parse("change", (FROM + change).getBytes(UTF_8)).stages();
      var instructions = stages.getFirst().instructions();
      if (stages.size() == 1 && instructions.size() == 1) {
        return requireConfig(instructions.getFirst(), change);
      }
    } catch (DockerfileException e) {
      throw invalid(change, e.what());
    }
    throw invalid(change, "want one instruction");
  }

  private static Instruction requireConfig(Instruction instruction, String change) {
    return switch (instruction) {
      case Instruction.Cmd _,
          Instruction.Entrypoint _,
          Instruction.Env _,
          Instruction.Expose _,
          Instruction.HealthCheck _,
          Instruction.Label _,
          Instruction.OnBuild _,
          Instruction.StopSignal _,
          Instruction.User _,
          Instruction.Volume _,
          Instruction.Workdir _ ->
          instruction;
      case Instruction.Run _,
          Instruction.Copy _,
          Instruction.Add _,
          Instruction.Arg _,
          Instruction.Shell _,
          Instruction.Maintainer _ ->
          throw invalid(
              change,
              "want CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER,"
                  + " VOLUME or WORKDIR");
    };
  }

  private static AgentException invalid(String change, String why) {
    return new AgentException(
        FailureReason.InvalidArgument, "change '" + change.strip() + "': " + why);
  }
}
