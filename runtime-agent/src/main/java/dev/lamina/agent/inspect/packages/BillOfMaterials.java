package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
import java.util.Map;

/// The forms in which other tools take what an image has in it. Written by hand: the documents are
/// a few fields deep, and the libraries for them bring more code into the agent than all of this
/// room has.
public enum BillOfMaterials {
  CYCLONEDX("cyclonedx-json") {
    @Override
    public Map<String, Object> of(Subject subject, PackageList packages, Instant now) {
      return CycloneDx.document(subject, packages, now);
    }
  },
  SPDX("spdx-json") {
    @Override
    public Map<String, Object> of(Subject subject, PackageList packages, Instant now) {
      return Spdx.document(subject, packages, now);
    }
  };

  private final String form;

  BillOfMaterials(String form) {
    this.form = form;
  }

  /// The form people write as `cyclonedx-json` or `spdx-json`.
  ///
  /// @throws AgentException `InvalidArgument`
  public static BillOfMaterials named(String form) {
    for (var each : values()) {
      if (each.form.equals(form)) {
        return each;
      }
    }
    throw new AgentException(
        FailureReason.InvalidArgument, "format '" + form + "': want cyclonedx-json or spdx-json");
  }

  /// The document, for a JSON writer.
  public abstract Map<String, Object> of(Subject subject, PackageList packages, Instant now);

  /// What the document is about.
  ///
  /// @param name as people call the image
  /// @param digest of its manifest
  public record Subject(String name, String digest) {}
}
