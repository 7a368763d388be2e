package dev.lamina.crds.payload;

import dev.lamina.crds.imagebuild.BuildArg;
import dev.lamina.crds.imagebuild.BuildContext;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.BuildSecret;
import dev.lamina.crds.imagebuild.Compression;
import dev.lamina.crds.imagebuild.GitSource;
import dev.lamina.crds.imagebuild.HttpSource;
import dev.lamina.crds.imagebuild.InlineSource;
import dev.lamina.crds.imagebuild.LintMode;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a build agent needs to know; nothing of it changes while the build runs.
///
/// Exactly one of `inline`, `http` and `git` is set; a ConfigMap comes as `inline`. The canonical
/// form of this record is also what decides whether an ImageBuild has to build again
/// (`status.inputsHash`), so it holds no number, time or node.
///
/// `tenant` is the namespace whose image names are meant. In `contexts` no entry has `from`: the
/// image it stands for is there in its place, pinned. `platform` absent means that of the node.
///
/// `secrets`, `pullSecrets` and the Secrets that the output and git sources name only say which are
/// meant. Their content is in `NodeTask.spec.sealed`, sealed for `tenant/owner` and the node, under
/// the names of [SealedNames].
///
/// `cacheRegistry` is where results of steps are looked up and left, with the credentials to pull
/// and to push.
@ApiRecord
public record BuildOrder(
    String tenant,
    String owner,
    @Nullable InlineSource inline,
    @Nullable HttpSource http,
    @Nullable GitSource git,
    String dockerfile,
    @Nullable String target,
    List<BuildArg> args,
    List<BuildSecret> secrets,
    List<BuildContext> contexts,
    List<ObjectName> pullSecrets,
    OutputOrder output,
    boolean noCache,
    List<String> noCacheFilter,
    BuildNetwork network,
    Limits limits,
    @Nullable String platform,
    LintMode lint,
    long activeDeadlineSeconds,
    @Nullable KeepOrder keep,
    @Nullable String cacheRegistry,
    @Nullable ProbeOrder probe,
    @Nullable Boolean pullBases) {
  public BuildOrder {
    args = Absent.toEmpty(args);
    secrets = Absent.toEmpty(secrets);
    contexts = Absent.toEmpty(contexts);
    pullSecrets = Absent.toEmpty(pullSecrets);
    noCacheFilter = Absent.toEmpty(noCacheFilter);
    lint = Absent.to(LintMode.Off, lint);
  }

  /// The same order, for an attempt that leaves its failed step behind. That decides nothing about
  /// the image, so it comes when the hash of the inputs has been made; so do the others.
  public BuildOrder keeping(KeepOrder wanted) {
    return with(wanted, probe, pullBases);
  }

  /// The same order, to look at its sources.
  public BuildOrder probing(ProbeOrder wanted) {
    return with(keep, wanted, pullBases);
  }

  /// The same order, which asks registries for its base images even if the node has them.
  public BuildOrder pullingBases() {
    return with(keep, probe, true);
  }

  private BuildOrder with(
      @Nullable KeepOrder kept, @Nullable ProbeOrder probed, @Nullable Boolean pulled) {
    return new BuildOrder(
        tenant,
        owner,
        inline,
        http,
        git,
        dockerfile,
        target,
        args,
        secrets,
        contexts,
        pullSecrets,
        output,
        noCache,
        noCacheFilter,
        network,
        limits,
        platform,
        lint,
        activeDeadlineSeconds,
        kept,
        cacheRegistry,
        probed,
        pulled);
  }

  /// What becomes of the image.
  ///
  /// `images` are the names as the user wrote them, the agent completes them. `sourceDateEpoch` is
  /// a number of seconds, or `commit`.
  @ApiRecord
  public record OutputOrder(
      List<String> images,
      Map<String, String> labels,
      Map<String, String> annotations,
      Compression compression,
      @Nullable String sourceDateEpoch,
      boolean push,
      @Nullable ObjectName pushSecret) {
    public OutputOrder {
      images = Absent.toEmpty(images);
      labels = Absent.toEmpty(labels);
      annotations = Absent.toEmpty(annotations);
      compression = Absent.to(Compression.gzip, compression);
    }

    /// Names for the image, and nothing else.
    public static OutputOrder named(List<String> images) {
      return new OutputOrder(images, Map.of(), Map.of(), Compression.gzip, null, false, null);
    }
  }
}
