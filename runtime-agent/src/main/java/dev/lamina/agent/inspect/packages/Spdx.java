package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.inspect.packages.BillOfMaterials.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An SPDX document. See ISO/IEC 5962 (SPDX 2.3), the JSON form.
final class Spdx {
  private static final String DOCUMENT = "SPDXRef-DOCUMENT";
  private static final String IMAGE = "SPDXRef-Image";
  private static final String UNKNOWN = "NOASSERTION";

  private Spdx() {}

  static Map<String, Object> document(Subject subject, PackageList packages, Instant now) {
    var entries = new ArrayList<>();
    var relations = new ArrayList<>();
    var image = entry(IMAGE, subject.name(), subject.digest());
    image.put("primaryPackagePurpose", "CONTAINER");
    entries.add(image);
    relations.add(relation(DOCUMENT, "DESCRIBES", IMAGE));
    for (var installed : packages.packages()) {
      var id = "SPDXRef-Package-" + entries.size();
      var entry = entry(id, installed.name(), installed.version());
      if (installed.license() != null) {
        entry.put("licenseComments", "the package says: " + installed.license());
      }
      entry.put(
          "externalRefs",
          List.of(
              Map.of(
                  "referenceCategory",
                  "PACKAGE-MANAGER",
                  "referenceType",
                  "purl",
                  "referenceLocator",
                  PackageUrl.of(installed, packages.distribution()))));
      entries.add(entry);
      relations.add(relation(IMAGE, "CONTAINS", id));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("spdxVersion", "SPDX-2.3");
    document.put("dataLicense", "CC0-1.0");
    document.put("SPDXID", DOCUMENT);
    document.put("name", subject.name());
    document.put("documentNamespace", "https://lamina.dev/spdx/" + subject.digest());
    document.put(
        "creationInfo",
        Map.of(
            "created",
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            "creators",
            List.of("Tool: lamina")));
    document.put("packages", entries);
    document.put("relationships", relations);
    return document;
  }

  private static Map<String, Object> entry(String id, String name, String version) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("SPDXID", id);
    entry.put("name", name);
    entry.put("versionInfo", version);
    entry.put("downloadLocation", UNKNOWN);
    entry.put("filesAnalyzed", false);
    entry.put("licenseConcluded", UNKNOWN);
    entry.put("licenseDeclared", UNKNOWN);
    entry.put("copyrightText", UNKNOWN);
    return entry;
  }

  private static Map<String, Object> relation(String from, String type, String to) {
    return Map.of("spdxElementId", from, "relationshipType", type, "relatedSpdxElement", to);
  }
}
