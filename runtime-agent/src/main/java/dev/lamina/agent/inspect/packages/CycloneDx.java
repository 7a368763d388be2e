package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.inspect.packages.BillOfMaterials.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A CycloneDX document. See ECMA-424 (CycloneDX 1.6).
final class CycloneDx {
  private CycloneDx() {}

  static Map<String, Object> document(Subject subject, PackageList packages, Instant now) {
    var document = new LinkedHashMap<String, Object>();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.put("serialNumber", "urn:uuid:" + serial(subject));
    document.put("version", 1);
    document.put("metadata", metadata(subject, now));
    document.put("components", components(packages));
    return document;
  }

  /// The same image has the same number.
  private static UUID serial(Subject subject) {
    return UUID.nameUUIDFromBytes(subject.digest().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> metadata(Subject subject, Instant now) {
    var image = new LinkedHashMap<String, Object>();
    image.put("bom-ref", subject.digest());
    image.put("type", "container");
    image.put("name", subject.name());
    image.put("version", subject.digest());
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("timestamp", now.toString());
    var tool = Map.of("type", "application", "name", "lamina");
    metadata.put("tools", Map.of("components", List.of(tool)));
    metadata.put("component", image);
    return metadata;
  }

  private static List<Object> components(PackageList packages) {
    var components = new ArrayList<>();
    var distribution = packages.distribution();
    if (distribution != null) {
      var system = new LinkedHashMap<String, Object>();
      system.put("bom-ref", "os:" + distribution.release());
      system.put("type", "operating-system");
      system.put("name", distribution.id());
      if (distribution.version() != null) {
        system.put("version", distribution.version());
      }
      system.put("description", distribution.name());
      components.add(system);
    }
    var number = 0;
    for (var installed : packages.packages()) {
      var component = new LinkedHashMap<String, Object>();
      var url = PackageUrl.of(installed, distribution);
      component.put("bom-ref", ++number + ":" + url);
      component.put("type", "library");
      component.put("name", installed.name());
      component.put("version", installed.version());
      if (installed.license() != null) {
        component.put("licenses", List.of(Map.of("license", Map.of("name", installed.license()))));
      }
      component.put("purl", url);
      components.add(component);
    }
    return components;
  }
}
