package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to build, from what, and what to do with it.
@ApiRecord
@ValidationRule(
    value = "!has(self.output.push) || !self.output.push || self.output.images.size() > 0",
    message = "output.push needs at least one output.images entry")
@ValidationRule(
    value = "!has(self.output.pushSecretRef) || (has(self.output.push) && self.output.push)",
    message = "pushSecretRef has no effect without output.push: true",
    reason = "FieldValueForbidden",
    fieldPath = ".output.pushSecretRef")
@ValidationRule(
    value =
        "!has(self.platforms) || self.platforms.size() <= 1 || (has(self.output.push) &&"
            + " self.output.push)",
    message = "more than one platform needs output.push: the index is assembled in the registry")
@ValidationRule(
    value = "!has(self.triggers) || !has(self.triggers.git) || has(self.source.git)",
    message = "triggers.git needs source.git")
@ValidationRule(
    value = "!has(self.output.load) || !has(self.platforms) || self.platforms.size() <= 1",
    message = "output.load works for a single platform")
public record ImageBuildSpec(
    @Default("false")
        @JsonPropertyDescription(
            "Starts no build while true; a running build ends as usual. Default false.")
        boolean suspend,
    @Required
        @JsonPropertyDescription(
            "Where the Dockerfile and its files come from: exactly one kind of source.")
        BuildSource source,
    @Default("Dockerfile")
        @Size(max = 255)
        @JsonPropertyDescription(
            "Path of the Dockerfile in the build context, for example docker/Dockerfile."
                + " Default Dockerfile.")
        String dockerfile,
    @Size(max = 128) @JsonPropertyDescription("Stage to build up to; default is the last one.")
        @Nullable String target,
    @Size(max = 128)
        @ListMap(key = "name")
        @JsonPropertyDescription("Values for ARG instructions, at most 128.")
        List<BuildArg> args,
    @Size(max = 32)
        @ListMap(key = "id")
        @JsonPropertyDescription(
            "Secrets for RUN --mount=type=secret, at most 32. They never become part of the"
                + " image.")
        List<BuildSecret> secrets,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets of type kubernetes.io/dockerconfigjson in this namespace to pull base images"
                + " with, at most 8.")
        List<ObjectName> pullSecretRefs,
    @Size(max = 16)
        @ListMap(key = "name")
        @JsonPropertyDescription("Further build contexts by name, at most 16.")
        List<BuildContext> buildContexts,
    @Size(max = 8)
        @ListSet
        @JsonPropertyDescription(
            "Platforms to build for, for example linux/amd64. Default: the platform of the"
                + " node.")
        List<@Size(max = 40) @Pattern("^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$") String> platforms,
    @JsonPropertyDescription("Where finished steps are looked up. Default: the store of the node.")
        @Nullable BuildCache cache,
    @Default("false")
        @JsonPropertyDescription(
            "Executes every step even if it is cached, as docker build --no-cache. Default"
                + " false.")
        boolean noCache,
    @Default("Default")
        @JsonPropertyDescription(
            "What RUN instructions can reach: Default is the network of the node, None is"
                + " nothing. Default Default.")
        BuildNetwork network,
    @JsonPropertyDescription("Limits of the processes that RUN instructions start.")
        @Nullable BuildResources resources,
    @JsonPropertyDescription("Which node builds. Default: any.") @Nullable BuildPlacement placement,
    @Required @JsonPropertyDescription("Names of the image, and where it goes.") BuildOutput output,
    @JsonPropertyDescription("What starts a build apart from a change of this spec.")
        @Nullable BuildTriggers triggers,
    @Default("'Off'")
        @JsonPropertyDescription(
            "What findings in the Dockerfile do: Warn lists them in status.lints, Error"
                + " fails the build, Off does not look. Default Off.")
        LintMode lint,
    @JsonPropertyDescription(
            "What a change of the spec does while a build runs. Serial: every change is"
                + " built, in order. SerialLatestOnly: the running build ends, then only the"
                + " newest spec is built. Parallel: it is built beside it. Default: as concurrency"
                + " says.")
        @Nullable RunPolicy runPolicy,
    @Default("SerialLatestOnly")
        @JsonPropertyDescription(
            "Older name of runPolicy; runPolicy wins. Default SerialLatestOnly.")
        Concurrency concurrency,
    @Min(1)
        @Max(86400)
        @Default("3600")
        @JsonPropertyDescription(
            "Seconds after which a build is stopped and has failed. Default 3600.")
        Long activeDeadlineSeconds,
    @Min(0)
        @Max(10)
        @Default("1")
        @JsonPropertyDescription(
            "How often a build is tried again after a failure that may pass, such as a lost"
                + " node. A failing RUN is never tried again. Default 1.")
        Integer backoffLimit,
    @Pattern("^([0-9]+[smh])+$")
        @Default("30m")
        @JsonPropertyDescription(
            "How long the state before a failed step is kept to look into with a ContainerRun's"
                + " source.failedStep, for example 2h; 0s keeps nothing. Default 30m.")
        String keepOnFailure,
    @JsonPropertyDescription(
            "How many finished builds are remembered. Default: 3 successful and 3 failed"
                + " ones.")
        @Nullable HistoryLimits history,
    @Min(0)
        @JsonPropertyDescription(
            "Seconds after the end of a build when this object is deleted. Default: never."
                + " Ignored, with a condition, if Argo CD or Flux manage the object.")
        @Nullable Integer ttlSecondsAfterFinished) {
  public ImageBuildSpec {
    dockerfile = Absent.to("Dockerfile", dockerfile);
    args = Absent.toEmpty(args);
    secrets = Absent.toEmpty(secrets);
    pullSecretRefs = Absent.toEmpty(pullSecretRefs);
    buildContexts = Absent.toEmpty(buildContexts);
    platforms = Absent.toEmpty(platforms);
    network = Absent.to(BuildNetwork.Default, network);
    lint = Absent.to(LintMode.Off, lint);
    concurrency = Absent.to(Concurrency.SerialLatestOnly, concurrency);
    activeDeadlineSeconds = Absent.to(3600L, activeDeadlineSeconds);
    backoffLimit = Absent.to(1, backoffLimit);
    keepOnFailure = Absent.to("30m", keepOnFailure);
  }

  /// The run policy that holds: `runPolicy`, or what `concurrency`, its older name, says.
  public RunPolicy effectiveRunPolicy() {
    if (runPolicy != null) {
      return runPolicy;
    }
    return concurrency == Concurrency.Serial ? RunPolicy.Serial : RunPolicy.SerialLatestOnly;
  }

  public HistoryLimits historyLimits() {
    return history == null ? new HistoryLimits(3, 3) : history;
  }
}
