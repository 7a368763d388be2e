package dev.lamina.agent.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/builds`: the options of `build`. Progress comes as [BuildProgress].
///
/// @param context a directory, a tarball, or an http(s) URL
/// @param dockerfile path of the Dockerfile; absent = `Dockerfile` in the context
/// @param args values of ARG
/// @param secrets for `RUN --mount=type=secret`
/// @param contexts named build contexts: a directory, a tarball, a URL, or `docker-image://` and a
///   reference
/// @param noCacheFilter stages whose steps are executed anew
/// @param annotations of the manifest
/// @param compression `gzip`, `zstd` or `none`; absent = gzip
/// @param output also written there, as an OCI archive
/// @param pull asks registries for the images of the Dockerfile that are in the store, too
/// @param authFile path of a Docker `config.json`; absent = what the node is configured with
/// @param cacheFrom references that registries keep results of steps under
/// @param cacheTo where the results of this build are left; absent = nowhere
public record BuildCall(
    String context,
    @Nullable String dockerfile,
    @Nullable String target,
    Map<String, String> args,
    List<String> tags,
    Map<String, String> labels,
    List<Secret> secrets,
    Map<String, String> contexts,
    boolean noCache,
    List<String> noCacheFilter,
    Map<String, String> annotations,
    @Nullable String compression,
    @Nullable String network,
    @Nullable String platform,
    @Nullable String output,
    boolean pull,
    @Nullable String authFile,
    List<String> cacheFrom,
    @Nullable String cacheTo) {
  public BuildCall {
    cacheFrom = List.copyOf(Objects.requireNonNullElse(cacheFrom, List.of()));
    args = Map.copyOf(Objects.requireNonNullElse(args, Map.of()));
    tags = List.copyOf(Objects.requireNonNullElse(tags, List.of()));
    labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
    secrets = List.copyOf(Objects.requireNonNullElse(secrets, List.of()));
    noCacheFilter = List.copyOf(Objects.requireNonNullElse(noCacheFilter, List.of()));
    annotations = Map.copyOf(Objects.requireNonNullElse(annotations, Map.of()));
    contexts = Map.copyOf(Objects.requireNonNullElse(contexts, Map.of()));
  }

  /// A secret: the content of a file, or a value.
  ///
  /// @param file path of the file
  public record Secret(String id, @Nullable String file, @Nullable String value) {
    @Override
    public String toString() {
      return "Secret[" + id + "]";
    }
  }
}
