package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.crds.imagepull.PeerMode;
import java.util.ArrayList;
import java.util.List;

/// The fields of a spec that the API has and nobody carries out yet: they are refused by name.
final class UnsupportedFields {
  private final List<String> fields = new ArrayList<>();

  private UnsupportedFields() {}

  static List<String> of(ImagePullSpec spec) {
    var found = new UnsupportedFields();
    var limits = spec.limits();
    found.refuse(spec.peers() != PeerMode.Off, "spec.peers " + spec.peers());
    found.refuse(
        limits != null && limits.bandwidthPerNode() != null, "spec.limits.bandwidthPerNode");
    found.refuse(spec.trustPolicyRef() != null, "spec.trustPolicyRef");
    return List.copyOf(found.fields);
  }

  private void refuse(boolean isSet, String field) {
    if (isSet) {
      fields.add(field);
    }
  }
}
