package dev.lamina.agent.inspect.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.inspect.packages.BillOfMaterials.Subject;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BillOfMaterialsTest {
  private static final Instant NOW = Instant.parse("2026-02-03T08:00:00.5Z");
  private static final Subject WEB = new Subject("web:1", "sha256:" + "ab".repeat(32));
  private static final Distribution DEBIAN = new Distribution("debian", "12", "Debian 12");
  private static final InstalledPackage LIBC =
      new InstalledPackage(PackageFormat.DEB, "libc-bin", "2.36-9+b1", "amd64", "glibc", null);
  private static final InstalledPackage BIND =
      new InstalledPackage(PackageFormat.RPM, "bind", "32:9.18-3", "x86_64", null, "MPL-2.0");
  private static final PackageList LIST = new PackageList(DEBIAN, List.of(LIBC, BIND), List.of());

  private static JsonNode document(String form) {
    return new ObjectMapper().valueToTree(BillOfMaterials.named(form).of(WEB, LIST, NOW));
  }

  @Test
  void aPackageUrlNamesDistributionArchitectureEpochAndSource() {
    assertEquals(
        "pkg:deb/debian/libc-bin@2.36-9%2Bb1?arch=amd64&distro=debian-12&upstream=glibc",
        PackageUrl.of(LIBC, DEBIAN));
    assertEquals(
        "pkg:rpm/debian/bind@9.18-3?arch=x86_64&distro=debian-12&epoch=32",
        PackageUrl.of(BIND, DEBIAN));
    assertEquals(
        "pkg:apk/a%2Fb@1",
        PackageUrl.of(new InstalledPackage(PackageFormat.APK, "a/b", "1", null, null, null), null));
  }

  @Test
  void cycloneDxListsTheSystemAndEveryPackage() {
    var document = document("cyclonedx-json");
    assertEquals(
        "CycloneDX 1.6",
        document.path("bomFormat").asText() + " " + document.path("specVersion").asText());
    assertEquals(document, document("cyclonedx-json"), "the same image has the same document");
    assertEquals("web:1", document.at("/metadata/component/name").asText());
    assertEquals("operating-system", document.at("/components/0/type").asText());
    assertEquals(PackageUrl.of(LIBC, DEBIAN), document.at("/components/1/purl").asText());
    assertEquals("MPL-2.0", document.at("/components/2/licenses/0/license/name").asText());
  }

  @Test
  void spdxRelatesTheImageToItsPackages() {
    var document = document("spdx-json");
    assertEquals("SPDX-2.3", document.path("spdxVersion").asText());
    assertEquals("2026-02-03T08:00:00Z", document.at("/creationInfo/created").asText());
    assertEquals(3, document.path("packages").size());
    assertEquals(
        PackageUrl.of(LIBC, DEBIAN),
        document.at("/packages/1/externalRefs/0/referenceLocator").asText());
    assertEquals("SPDXRef-Image", document.at("/relationships/0/relatedSpdxElement").asText());
    assertEquals("CONTAINS", document.at("/relationships/2/relationshipType").asText());
    assertEquals(
        document.at("/packages/2/SPDXID"), document.at("/relationships/2/relatedSpdxElement"));
  }

  @Test
  void anotherFormIsRefused() {
    var refused = assertThrows(AgentException.class, () -> BillOfMaterials.named("syft-json"));
    assertEquals(FailureReason.InvalidArgument, refused.reason());
  }
}
