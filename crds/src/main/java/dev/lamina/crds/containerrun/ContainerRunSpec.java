package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which container runs, where, and until when.
@ApiRecord
@ValidationRule(
    value = "has(self.image) != has(self.source)",
    message = "exactly one of image and source.failedStep")
@ValidationRule(
    value =
        "(has(self.image) ? has(oldSelf.image) && self.image == oldSelf.image :"
            + " !has(oldSelf.image)) && (has(self.source) ? has(oldSelf.source) && self.source =="
            + " oldSelf.source : !has(oldSelf.source)) && (has(self.command) ?"
            + " has(oldSelf.command) && self.command == oldSelf.command : !has(oldSelf.command))"
            + " && (has(self.args) ? has(oldSelf.args) && self.args == oldSelf.args :"
            + " !has(oldSelf.args))",
    message =
        "image, command and args are immutable: a container is an instance of one image;"
            + " create a new ContainerRun")
@ValidationRule(
    value =
        "!has(self.commit) || !has(self.commit.push) || !self.commit.push ||"
            + " self.commit.image.contains('/')",
    message = "commit.push needs a repository in commit.image")
@ValidationRule(
    value = "self.restartPolicy != 'Always' || !has(self.ttlSecondsAfterFinished)",
    message = "ttlSecondsAfterFinished needs restartPolicy Never or OnFailure",
    fieldPath = ".ttlSecondsAfterFinished")
@ValidationRule(
    value =
        "self.restartPolicy != 'Always' || !has(self.commit) || self.commit.when !="
            + " 'OnSuccess'",
    message = "commit OnSuccess needs a container that ends")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, !has(p.hostPort) || self.ports.exists_one(q,"
            + " has(q.hostPort) && q.hostPort == p.hostPort && q.protocol == p.protocol))",
    message = "hostPort and protocol must be unique")
@ValidationRule(
    value =
        "!has(self.mounts) || self.mounts.all(m, [has(m.configMap), has(m.secret),"
            + " has(m.tmpfs), has(m.volume), has(m.image), has(m.emptyDir)].filter(x, x).size() =="
            + " 1)",
    message = "each mount needs exactly one of configMap, secret, tmpfs, volume, image, emptyDir")
public record ContainerRunSpec(
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "Image to run, for example demo/web:1.0. A name without a registry host means an"
                + " image of this namespace first. Exactly one of image and source. Cannot be"
                + " changed.")
        @Nullable String image,
    @JsonPropertyDescription("A root filesystem in place of an image. Cannot be changed.")
        @Nullable RunSource source,
    @Default("IfNotPresent")
        @JsonPropertyDescription(
            "IfNotPresent: a registry is asked if the node lacks the image. Always: in any"
                + " case. Never: not at all. Default IfNotPresent.")
        ImagePullPolicy imagePullPolicy,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets of type kubernetes.io/dockerconfigjson in this namespace, at most 8.")
        List<ObjectName> pullSecretRefs,
    @Size(max = 64)
        @JsonPropertyDescription("Replaces the ENTRYPOINT of the image. Cannot be changed.")
        List<@Size(max = 4096) String> command,
    @Size(max = 256) @JsonPropertyDescription("Replaces the CMD of the image. Cannot be changed.")
        List<@Size(max = 4096) String> args,
    @Size(max = 1024) @JsonPropertyDescription("Working directory. Default: that of the image.")
        @Nullable String workingDir,
    @Size(max = 128)
        @JsonPropertyDescription(
            "User, and group after a colon, by name or number, for example '1000:1000'."
                + " Default: that of the image.")
        @Nullable String user,
    @Size(max = 63)
        @JsonPropertyDescription("Host name in the container. Default: the name of this object.")
        @Nullable String hostname,
    @Default("false")
        @JsonPropertyDescription(
            "Keeps standard input open, so that a terminal can attach. Default false.")
        boolean stdin,
    @Default("false")
        @JsonPropertyDescription(
            "Closes standard input when the first terminal detaches. Default false.")
        boolean stdinOnce,
    @Default("false") @JsonPropertyDescription("Gives the process a terminal. Default false.")
        boolean tty,
    @Size(max = 128)
        @ListMap(key = "name")
        @JsonPropertyDescription("Environment variables on top of those of the image, at most 128.")
        List<EnvVar> env,
    @Default("Default")
        @JsonPropertyDescription(
            "Default: a network of its own with published ports. None: loopback only. Host:"
                + " the network of the node. Default Default.")
        RunNetwork network,
    @Size(max = 32) @JsonPropertyDescription("Ports that can be reached from outside, at most 32.")
        List<PublishedPort> ports,
    @Size(max = 16)
        @ListMap(key = "path")
        @JsonPropertyDescription("What is mounted into the container, at most 16.")
        List<Mount> mounts,
    @Default("false")
        @JsonPropertyDescription("Whether the root filesystem cannot be written. Default false.")
        boolean readOnlyRootFilesystem,
    @JsonPropertyDescription("How far the container is kept apart from the node.")
        @Nullable RunSecurity security,
    @JsonPropertyDescription("Limits of the container.") @Nullable RunResources resources,
    @Default("Never")
        @JsonPropertyDescription(
            "Never, OnFailure (exit code other than 0) or Always. Default Never.")
        RestartPolicy restartPolicy,
    @Min(0)
        @Max(100)
        @Default("3")
        @JsonPropertyDescription("How often OnFailure starts the container again. Default 3.")
        Integer backoffLimit,
    @Min(1)
        @JsonPropertyDescription(
            "Seconds after which a running container is stopped and has failed. Default:"
                + " none.")
        @Nullable Long activeDeadlineSeconds,
    @Min(0)
        @Max(3600)
        @Default("10")
        @JsonPropertyDescription("Seconds between the stop signal and the kill. Default 10.")
        Integer stopTimeoutSeconds,
    @Min(0)
        @JsonPropertyDescription(
            "Seconds after the end when this object is deleted, with its container. Default:"
                + " never. Ignored, with a condition, if Argo CD or Flux manage the object.")
        @Nullable Integer ttlSecondsAfterFinished,
    @Default("Running")
        @JsonPropertyDescription(
            "Running, Paused or Stopped. Stopped keeps the container and what it wrote;"
                + " Running starts it again. Default Running.")
        DesiredState desiredState,
    @JsonPropertyDescription("Which node runs the container. Default: any.")
        @Nullable RunPlacement placement,
    @JsonPropertyDescription("Makes an image of what the container wrote.")
        @Nullable RunCommit commit,
    @JsonPropertyDescription("TrustPolicy that the image must satisfy.")
        @Nullable ObjectName trustPolicyRef) {
  public ContainerRunSpec {
    imagePullPolicy = Absent.to(ImagePullPolicy.IfNotPresent, imagePullPolicy);
    pullSecretRefs = Absent.toEmpty(pullSecretRefs);
    command = Absent.toEmpty(command);
    args = Absent.toEmpty(args);
    env = Absent.toEmpty(env);
    network = Absent.to(RunNetwork.Default, network);
    ports = Absent.toEmpty(ports);
    mounts = Absent.toEmpty(mounts);
    restartPolicy = Absent.to(RestartPolicy.Never, restartPolicy);
    backoffLimit = Absent.to(3, backoffLimit);
    stopTimeoutSeconds = Absent.to(10, stopTimeoutSeconds);
    desiredState = Absent.to(DesiredState.Running, desiredState);
  }
}
