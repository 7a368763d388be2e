package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.containerrun.DesiredState;
import dev.lamina.crds.containerrun.Mount;
import java.util.ArrayList;
import java.util.List;

/// The fields of a spec that the API has and nobody carries out yet: they are refused by name.
final class UnsupportedFields {
  private final List<String> fields = new ArrayList<>();

  private UnsupportedFields() {}

  static List<String> of(ContainerRunSpec spec) {
    var found = new UnsupportedFields();
    found.refuse(spec.desiredState() == DesiredState.Paused, "spec.desiredState Paused");
    found.refuse(spec.trustPolicyRef() != null, "spec.trustPolicyRef");
    spec.mounts().forEach(found::mount);
    return List.copyOf(found.fields);
  }

  /// What the spec asks for and gets a weaker form of. Defaults that nobody wrote down are not
  /// asked for.
  static List<String> notEnforced(ContainerRunSpec spec) {
    var security = spec.security();
    var fields = new ArrayList<String>();
    if (security != null && security.userNamespace()) {
      fields.add("spec.security.userNamespace");
    }
    return List.copyOf(fields);
  }

  private void mount(Mount mount) {
    refuse(mount.volume() != null, "spec.mounts[" + mount.path() + "].volume");
  }

  private void refuse(boolean isSet, String field) {
    if (isSet) {
      fields.add(field);
    }
  }
}
