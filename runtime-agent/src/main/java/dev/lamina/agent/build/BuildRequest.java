package dev.lamina.agent.build;

import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.build.context.LoadedContext;
import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.imagebuild.LintMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A build as somebody asks for it.
///
/// @param target stage to build; null for the last
/// @param arguments values for ARG, all resolved
/// @param contexts build contexts beside the main one, by the name whose place they take
/// @param platform null for that of this machine, the only one that is built for
/// @param execution how the steps are executed
/// @param output what becomes of the image
/// @param keep what becomes of the state before a step that fails; null for nothing
/// @param caches registries that have results of steps, or shall have them
public record BuildRequest(
    Tenant tenant,
    BuildContext context,
    DockerfileSource dockerfile,
    @Nullable String target,
    Map<String, String> arguments,
    Map<String, NamedContext> contexts,
    Secrets secrets,
    @Nullable Platform platform,
    Execution execution,
    Output output,
    @Nullable Keep keep,
    CacheRegistries.Wanted caches) {
  /// The argument that dates an image, and the value that means the time of a git context.
  public static final String SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH";

  public static final String OF_CONTEXT = "context";

  public BuildRequest {
    arguments = Map.copyOf(arguments);
    contexts = Map.copyOf(contexts);
  }

  /// A build that keeps nothing when it fails.
  public BuildRequest(
      Tenant tenant,
      BuildContext context,
      DockerfileSource dockerfile,
      @Nullable String target,
      Map<String, String> arguments,
      Map<String, NamedContext> contexts,
      Secrets secrets,
      @Nullable Platform platform,
      Execution execution,
      Output output) {
    this(
        tenant,
        context,
        dockerfile,
        target,
        arguments,
        contexts,
        secrets,
        platform,
        execution,
        output,
        null,
        CacheRegistries.Wanted.NOTHING);
  }

  /// The state before a failed step is kept as an image.
  ///
  /// @param image its name; what builds have kept under another tag of it goes
  /// @param task NodeTask whose end is the end of it; empty for none
  public record Keep(Reference image, Duration time, String task) {}

  /// The same build, with caches in registries.
  public BuildRequest with(CacheRegistries.Wanted wanted) {
    return with(arguments, keep, wanted);
  }

  /// The same build, which keeps what is before a step that fails.
  public BuildRequest keeping(@Nullable Keep wanted) {
    return with(arguments, wanted, caches);
  }

  private BuildRequest with(
      Map<String, String> otherArguments,
      @Nullable Keep otherKeep,
      CacheRegistries.Wanted otherCaches) {
    return new BuildRequest(
        tenant,
        context,
        dockerfile,
        target,
        otherArguments,
        contexts,
        secrets,
        platform,
        execution,
        output,
        otherKeep,
        otherCaches);
  }

  /// What stands for a name.
  public sealed interface NamedContext {
    /// An image of the store.
    record Image(String reference) implements NamedContext {}

    record Files(BuildContext context) implements NamedContext {}
  }

  /// How steps are executed.
  ///
  /// @param noCache runs every step, and records the results
  /// @param noCacheStages does so with the steps of these stages
  /// @param network what RUN sees unless it says otherwise
  /// @param limits of the processes of each RUN
  /// @param bases how the images that the Dockerfile names are had
  /// @param sources where ADD and contexts may be fetched from
  /// @param lint what remarks about the Dockerfile do
  public record Execution(
      boolean noCache,
      Set<String> noCacheStages,
      NetworkMode network,
      Limits limits,
      BasePolicy bases,
      AddressPolicy sources,
      LintMode lint) {
    public Execution {
      noCacheStages = Set.copyOf(noCacheStages);
    }

    /// With the cache and without limits.
    ///
    /// @param sources where ADD and contexts may be fetched from
    public static Execution on(NetworkMode network, AddressPolicy sources) {
      return new Execution(
          false, Set.of(), network, Limits.NONE, BasePolicy.DEFAULT, sources, LintMode.Off);
    }
  }

  /// What becomes of the image.
  ///
  /// @param tags names for it
  /// @param labels put on it last
  /// @param annotations of its manifest
  /// @param layers how those that this build made are compressed
  /// @param archive also writes an OCI archive there; null for none
  public record Output(
      List<Reference> tags,
      Map<String, String> labels,
      Map<String, String> annotations,
      LayerForm layers,
      @Nullable Path archive) {
    public Output {
      tags = List.copyOf(tags);
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    /// In the store under these names, and nowhere else.
    public static Output named(List<Reference> tags) {
      return new Output(tags, Map.of(), Map.of(), LayerForm.GZIP, null);
    }
  }

  /// How images that are not built here are had.
  ///
  /// @param access the tenant's own credentials
  public record BasePolicy(PullPolicy pull, RegistryAccess access) {
    /// Those that are missing, by what the node is configured with.
    public static final BasePolicy DEFAULT =
        new BasePolicy(PullPolicy.MISSING, RegistryAccess.ANONYMOUS);
  }

  /// Shown to people where this build has to be called something.
  String purpose() {
    var tags = output.tags();
    return "build " + tenant + (tags.isEmpty() ? "" : "/" + tags.getFirst().familiarName());
  }

  /// The same build, with the time of the commit where it asks for that of its context.
  BuildRequest dated(LoadedContext loaded) {
    var revision = loaded.revision();
    if (revision == null || !OF_CONTEXT.equals(arguments.get(SOURCE_DATE_EPOCH))) {
      return this;
    }
    var changed = new HashMap<>(arguments);
    changed.put(SOURCE_DATE_EPOCH, Long.toString(revision.time().getEpochSecond()));
    return with(changed, keep, caches);
  }
}
