package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images go to which nodes, and how fast.
@ApiRecord
@ValidationRule(
    value =
        "!has(self.nodes) || [has(self.nodes.names), has(self.nodes.selector),"
            + " has(self.nodes.podSelector)].filter(x, x).size() <= 1",
    message = "nodes: at most one of names, selector, podSelector")
@ValidationRule(
    value = "self.mode == 'Once' || !has(self.activeDeadlineSeconds)",
    message = "activeDeadlineSeconds is only for mode Once",
    fieldPath = ".activeDeadlineSeconds")
@ValidationRule(
    value = "self.mode == 'Once' || !has(self.ttlSecondsAfterFinished)",
    message = "ttlSecondsAfterFinished is only for mode Once",
    fieldPath = ".ttlSecondsAfterFinished")
@ValidationRule(
    value =
        "!has(self.activeDeadlineSeconds) || self.activeDeadlineSeconds >="
            + " self.timeoutSeconds",
    message = "activeDeadlineSeconds must be at least timeoutSeconds")
@ValidationRule(
    value = "!has(self.schedule) || self.mode == 'Continuous'",
    message = "schedule needs mode Continuous")
@ValidationRule(
    value =
        "type(self.parallelism) == int ? self.parallelism >= 0 :"
            + " self.parallelism.matches('^(100|[1-9]?[0-9])%$')",
    message = "parallelism must be an integer >= 0 or a percentage")
@ValidationRule(
    value =
        "!has(self.failurePolicy) || (type(self.failurePolicy.maxFailedNodes) == int ?"
            + " self.failurePolicy.maxFailedNodes >= 0 :"
            + " self.failurePolicy.maxFailedNodes.matches('^(100|[1-9]?[0-9])%$'))",
    message = "maxFailedNodes must be an integer >= 0 or a percentage")
public record ImagePullSpec(
    @Default("false") @JsonPropertyDescription("Starts no pull while true. Default false.")
        boolean suspend,
    @Required
        @Size(min = 1, max = 32)
        @ListSet
        @JsonPropertyDescription(
            "References of the images, at most 32, for example docker.io/library/postgres:18.")
        List<@Size(min = 1, max = 512) String> images,
    @Size(max = 40)
        @JsonPropertyDescription(
            "Platform to pull, for example linux/arm64. Default: the platform of each node.")
        @Nullable String platform,
    @Default("Once")
        @JsonPropertyDescription(
            "Once: pull and be done. Continuous: nodes that join later get the images too."
                + " Default Once.")
        PullMode mode,
    @Size(max = 64)
        @JsonPropertyDescription(
            "When tags are looked up again, as a cron expression in UTC, such as '0 2 * * *'."
                + " Only for mode Continuous.")
        @Nullable String schedule,
    @Default("Once")
        @JsonPropertyDescription(
            "Once: the operator turns each tag into a digest one time and every node pulls"
                + " that digest. PerNode: each node asks the registry. Default Once.")
        TagResolution resolve,
    @JsonPropertyDescription("Which nodes. Default: all that are ready.") @Nullable PullNodes nodes,
    @Default("10%")
        @JsonPropertyDescription(
            "How many nodes pull at a time, as a number or a percentage; 0 pauses. Default"
                + " 10%.")
        IntOrString parallelism,
    @Min(1)
        @Max(8)
        @Default("1")
        @JsonPropertyDescription("How many images one node pulls at a time. Default 1.")
        Integer perNodeParallelism,
    @Default("IfNotPresent")
        @JsonPropertyDescription(
            "IfNotPresent: a node that has the image is done. Always: the registry is asked."
                + " Default IfNotPresent.")
        PullPolicy imagePullPolicy,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets of type kubernetes.io/dockerconfigjson in this namespace, at most 8.")
        List<ObjectName> pullSecretRefs,
    @Min(1)
        @Max(86400)
        @Default("600")
        @JsonPropertyDescription("Seconds one node may take for one image. Default 600.")
        Long timeoutSeconds,
    @Min(0)
        @Max(10)
        @Default("3")
        @JsonPropertyDescription("How often a node tries again. Default 3.")
        Integer backoffLimit,
    @Min(1)
        @JsonPropertyDescription(
            "Seconds after which the whole pull ends. Only for mode Once; at least"
                + " timeoutSeconds.")
        @Nullable Long activeDeadlineSeconds,
    @Min(0)
        @JsonPropertyDescription(
            "Seconds after the end when this object is deleted. Only for mode Once. Default:"
                + " never.")
        @Nullable Integer ttlSecondsAfterFinished,
    @Default("false")
        @JsonPropertyDescription(
            "Protects the images from garbage collection while this object exists. Default"
                + " false.")
        boolean pin,
    @JsonPropertyDescription("What a pull may use on a node.") @Nullable PullLimits limits,
    @Default("'Off'")
        @JsonPropertyDescription(
            "Prefer: layers come from other nodes where possible. Off: only from registries."
                + " Default Off.")
        PeerMode peers,
    @JsonPropertyDescription("When the pull gives up. Default: it does not.")
        @Nullable PullFailurePolicy failurePolicy,
    @JsonPropertyDescription("TrustPolicy that the images must satisfy.")
        @Nullable ObjectName trustPolicyRef) {
  public ImagePullSpec {
    images = Absent.toEmpty(images);
    mode = Absent.to(PullMode.Once, mode);
    resolve = Absent.to(TagResolution.Once, resolve);
    parallelism = Absent.to(new IntOrString("10%"), parallelism);
    perNodeParallelism = Absent.to(1, perNodeParallelism);
    imagePullPolicy = Absent.to(PullPolicy.IfNotPresent, imagePullPolicy);
    pullSecretRefs = Absent.toEmpty(pullSecretRefs);
    timeoutSeconds = Absent.to(600L, timeoutSeconds);
    backoffLimit = Absent.to(3, backoffLimit);
    peers = Absent.to(PeerMode.Off, peers);
  }
}
