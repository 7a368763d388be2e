package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.containerrun.DesiredState;
import dev.lamina.crds.containerrun.EnvVar;
import dev.lamina.crds.containerrun.Mount;
import dev.lamina.crds.containerrun.RunResources;
import java.util.ArrayList;
import java.util.List;

/// The fields of a spec that the API has and nobody carries out yet: they are refused by name.
final class UnsupportedFields {
  private static final String WRITABLE_LAYER = RunResources.defaults().writableLayer();

  private final List<String> fields = new ArrayList<>();

  private UnsupportedFields() {}

  static List<String> of(ContainerRunSpec spec) {
    var found = new UnsupportedFields();
    found.refuse(spec.source() != null, "spec.source.failedStep");
    found.refuse(spec.desiredState() == DesiredState.Paused, "spec.desiredState Paused");
    found.refuse(spec.commit() != null, "spec.commit");
    found.refuse(spec.trustPolicyRef() != null, "spec.trustPolicyRef");
    found.refuse(
        spec.resources() != null && !spec.resources().writableLayer().equals(WRITABLE_LAYER),
        "spec.resources.writableLayer");
    spec.env().forEach(found::env);
    spec.mounts().forEach(found::mount);
    return List.copyOf(found.fields);
  }

  /// What the spec asks for and gets a weaker form of. Defaults that nobody wrote down are not
  /// asked for.
  static List<String> notEnforced(ContainerRunSpec spec) {
    var security = spec.security();
    return security != null && security.userNamespace()
        ? List.of("spec.security.userNamespace")
        : List.of();
  }

  private void env(EnvVar variable) {
    var at = "spec.env[" + variable.name() + "].";
    refuse(variable.secretKeyRef() != null, at + "secretKeyRef");
    refuse(variable.configMapKeyRef() != null, at + "configMapKeyRef");
  }

  private void mount(Mount mount) {
    var at = "spec.mounts[" + mount.path() + "].";
    refuse(mount.configMap() != null, at + "configMap");
    refuse(mount.secret() != null, at + "secret");
    refuse(mount.volume() != null, at + "volume");
    refuse(mount.image() != null, at + "image");
    refuse(mount.emptyDir() != null, at + "emptyDir");
  }

  private void refuse(boolean isSet, String field) {
    if (isSet) {
      fields.add(field);
    }
  }
}
