package dev.lamina.crds.payload;

import dev.lamina.crds.containerrun.EnvVar;
import dev.lamina.crds.containerrun.ImagePullPolicy;
import dev.lamina.crds.containerrun.PublishedPort;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.containerrun.RunNetwork;
import dev.lamina.crds.containerrun.RunSecurity;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run agent needs to make one container and to keep it in the wanted state.
///
/// `image` is the reference as the user wrote it and is looked up among the names of `tenant`;
/// `digest`, where present, is what it has to be. `command` replaces the entry point and `args` the
/// CMD of the image where they are not empty. A port without `hostPort` gets a free one, once: it
/// stays the same for the life of the container. `hostname` is never empty.
///
/// `pullSecrets` are the names of the Secrets to pull with. What of them the image needs is in
/// `NodeTask.spec.sealed`, each a Docker `config.json`, sealed for `tenant/owner` and the node.
///
/// `writableLayerBytes` limits what the container writes, its empty directories included; 0 means
/// that nothing does.
///
/// Variables and mounts that come from a ConfigMap or Secret have their content in [RunData].
///
/// Restarts are the agent's business: `OnFailure` starts again at most `backoffLimit` times,
/// `Always` without end, both with growing pauses (1 s doubling up to 5 min, back to 1 s after 10
/// min of running).
@ApiRecord
public record RunOrder(
    String tenant,
    String owner,
    String image,
    @Nullable String digest,
    ImagePullPolicy imagePullPolicy,
    List<String> pullSecrets,
    List<String> command,
    List<String> args,
    List<EnvVar> env,
    @Nullable String workingDir,
    @Nullable String user,
    String hostname,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    RunNetwork network,
    List<PublishedPort> ports,
    List<TmpfsOrder> tmpfs,
    List<MountOrder> mounts,
    boolean readOnlyRootFilesystem,
    RunSecurity security,
    Limits limits,
    long writableLayerBytes,
    RestartPolicy restartPolicy,
    int backoffLimit,
    @Nullable Long activeDeadlineSeconds,
    int stopTimeoutSeconds,
    @Nullable CommitOrder commit) {
  /// Id of the sealed credential that the image made of the container is pushed with.
  public static final String PUSH_CREDENTIAL = "push";

  public RunOrder {
    pullSecrets = Absent.toEmpty(pullSecrets);
    command = Absent.toEmpty(command);
    args = Absent.toEmpty(args);
    env = Absent.toEmpty(env);
    ports = Absent.toEmpty(ports);
    tmpfs = Absent.toEmpty(tmpfs);
    mounts = Absent.toEmpty(mounts);
  }
}
