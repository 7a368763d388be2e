package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One piece of work of a node.
@ApiRecord
@ValidationRule(
    value = "self.op in ['Build', 'Run'] ? has(self.task) : !has(self.task)",
    message = "Build and Run carry a task reference, the other verbs carry their arguments inline")
@ValidationRule(value = "self.op != 'Pull' || has(self.image)", message = "Pull needs image")
@ValidationRule(
    value = "!(self.op in ['Push', 'Inspect']) || has(self.image)",
    message = "Push and Inspect need image")
@ValidationRule(
    value = "self.op != 'Tag' || (has(self.image) && has(self.target))",
    message = "Tag needs image and target")
@ValidationRule(
    value = "self.op != 'Remove' || has(self.image) || has(self.digest)",
    message = "Remove needs image or digest")
@ValidationRule(
    value = "self.op == 'Prune' || !has(self.prune)",
    message = "prune is only for op Prune")
@ValidationRule(
    value = "self.op == 'Pull' || !has(self.pull)",
    message = "pull is only for op Pull")
public record Assignment(
    @Required
        @Size(max = 24)
        @JsonPropertyDescription(
            "hash(owner uid, generation, item): the same work always has the same id.")
        String id,
    @Required @JsonPropertyDescription("What to do.") Operation op,
    @Size(max = 63) @JsonPropertyDescription("Namespace whose image names are meant.")
        @Nullable String tenant,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Reference of the image: of Pull, Remove, Inspect and Push, and the source of"
                + " Tag.")
        @Nullable String image,
    @Size(max = 80) @JsonPropertyDescription("Digest that the reference was resolved to.")
        @Nullable String digest,
    @Size(max = 512)
        @JsonPropertyDescription(
            "The new reference of Tag; the destination of Push, if it is not image itself.")
        @Nullable String target,
    @JsonPropertyDescription(
            "For Remove and Prune: also what is in use or pinned. An image that a container was"
                + " made from loses its names and stays.")
        boolean force,
    @JsonPropertyDescription("Arguments of Prune.") @Nullable PruneArguments prune,
    @JsonPropertyDescription("Arguments of Pull.") @Nullable PullArguments pull,
    @Size(max = 128)
        @JsonPropertyDescription("namespace/name of the NodeTask to GET, for Build and Run.")
        @Nullable String task,
    @Size(max = 400)
        @JsonPropertyDescription(
            "The object this is done for: namespace/name, namespace/plural/name, or /plural/name"
                + " of the whole cluster.")
        @Nullable String owner,
    @JsonPropertyDescription("Higher goes first. Default 0.") @Nullable Integer priority,
    @JsonPropertyDescription("How often the agent may try.") @Nullable Integer attempts,
    @JsonPropertyDescription("Seconds one try may take.") @Nullable Integer timeoutSeconds,
    @JsonPropertyDescription("Not to be started after this time.") @Nullable Instant notAfter,
    @Size(max = 64) @JsonPropertyDescription("Name of a sealed credential of this node.")
        @Nullable String cred,
    @JsonPropertyDescription(
            "Stop, and undo: a container is removed, a build is given up. Cannot be taken"
                + " back.")
        boolean cancel,
    @JsonPropertyDescription(
            "For Run: the container should exist but not run. Can be taken back, which"
                + " starts it again.")
        boolean stop,
    @JsonPropertyDescription("Report no progress, only the end.") boolean quiet) {

  /// Work on images that needs no NodeTask.
  ///
  /// @param tenant whose names are meant; absent = of everybody, for Prune only
  /// @param prune for Prune only
  public static Assignment inline(
      String id,
      Operation op,
      String owner,
      @Nullable String tenant,
      @Nullable String image,
      @Nullable String target,
      boolean force,
      @Nullable PruneArguments prune) {
    return new Assignment(
        id, op, tenant, image, null, target, force, prune, null, null, owner, null, null, null,
        null, null, false, false, false);
  }

  /// The same with a credential.
  ///
  /// @param name of a sealed credential of the node; absent = none
  public Assignment withCredential(@Nullable String name) {
    return with(name, quiet);
  }

  /// The same without progress.
  public Assignment quietly() {
    return with(cred, true);
  }

  private Assignment with(@Nullable String credential, boolean isQuiet) {
    return new Assignment(
        id,
        op,
        tenant,
        image,
        digest,
        target,
        force,
        prune,
        pull,
        task,
        owner,
        priority,
        attempts,
        timeoutSeconds,
        notAfter,
        credential,
        cancel,
        stop,
        isQuiet);
  }

  /// The same with limits.
  public Assignment withLimits(int tries, int seconds) {
    return new Assignment(
        id, op, tenant, image, digest, target, force, prune, pull, task, owner, priority, tries,
        seconds, notAfter, cred, cancel, stop, quiet);
  }

  /// The one line that stands for a NodeTask.
  public static Assignment ofTask(
      String id, Operation op, String task, String owner, boolean cancel, boolean stop) {
    return new Assignment(
        id, op, null, null, null, null, false, null, null, task, owner, null, null, null, null,
        null, cancel, stop, false);
  }
}
