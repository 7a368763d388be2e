package dev.lamina.crds.payload;

import dev.lamina.crds.imagebuild.BuildArg;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.HttpSource;
import dev.lamina.crds.imagebuild.InlineSource;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a build agent needs to know; nothing of it changes while the build runs.
///
/// Exactly one of `inline` and `http` is set. The canonical form of this record is also what
/// decides whether an ImageBuild has to build again (`status.inputsHash`), so it holds no number,
/// time or node.
///
/// `tenant` is the namespace whose image names are meant. `images` are the names as the user wrote
/// them, the agent completes them. `platform` absent means that of the node.
@ApiRecord
public record BuildOrder(
    String tenant,
    String owner,
    @Nullable InlineSource inline,
    @Nullable HttpSource http,
    String dockerfile,
    @Nullable String target,
    List<BuildArg> args,
    Map<String, String> labels,
    List<String> images,
    boolean noCache,
    BuildNetwork network,
    Limits limits,
    @Nullable String platform,
    long activeDeadlineSeconds) {
  public BuildOrder {
    args = Absent.toEmpty(args);
    labels = Absent.toEmpty(labels);
    images = Absent.toEmpty(images);
  }
}
