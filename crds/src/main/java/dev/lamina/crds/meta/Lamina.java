package dev.lamina.crds.meta;

/// The names that operator, agent and chart agree on.
public final class Lamina {
  public static final String GROUP = "lamina.dev";
  public static final String VERSION = "v1alpha1";
  public static final String SYSTEM_NAMESPACE = "lamina-system";

  /// Field manager of everything the operator applies.
  public static final String OPERATOR = "lamina-operator";

  /// Field manager of the agents.
  public static final String AGENT = "lamina-agent";

  /// Annotation of an ImageBuild: another value starts another build of an unchanged spec.
  public static final String REBUILD_AT = GROUP + "/rebuild-at";

  /// Finalizer of a ContainerRun: the node still holds its container.
  public static final String CONTAINER_FINALIZER = GROUP + "/container";

  /// Finalizer of an ImagePull: nodes still pin its images, or pull them.
  public static final String PIN_FINALIZER = GROUP + "/pin";

  /// Finalizer of an ImagePrune, ImagePrunePolicy, ImageCopy or RegistryConfig: nodes still have
  /// what it wants of them.
  public static final String ASSIGNMENT_FINALIZER = GROUP + "/assignments";

  /// Label of a NodeTask: the kind of its owner, `ImageBuild` or `ContainerRun`.
  public static final String OWNER_KIND = GROUP + "/owner-kind";

  /// Label of a NodeTask: the build number, or the generation of the ContainerRun it stands for.
  public static final String TASK_GENERATION = GROUP + "/generation";

  /// Label of a NodeTask: `Serial` if it has to wait for the older tasks of its owner.
  public static final String RUN_POLICY = GROUP + "/run-policy";

  /// Annotation of a NodeTask: why the build was started.
  public static final String TRIGGER = GROUP + "/trigger";

  private Lamina() {}

  /// The Lease in [#SYSTEM_NAMESPACE] that the agent of a node renews while it has open work.
  public static String agentLease(String nodeName) {
    return AGENT + "-" + nodeName;
  }
}
