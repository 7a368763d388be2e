package dev.lamina.agent.inspect.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageDatabasesTest {
  private static final String BASH =
      """
      Package: bash
      Status: install ok installed
      Architecture: amd64
      Version: 5.2.15-2+b2
      Description: GNU Bourne Again SHell
       Version: 0 is part of the text

      """;

  @TempDir private Path image;

  private PackageList read() throws IOException {
    try (var root = RootDirectory.open(image)) {
      return PackageDatabases.read(root);
    }
  }

  private void file(String path, String content) throws IOException {
    var file = image.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static InstalledPackage deb(String name, String version, String source) {
    return new InstalledPackage(
        PackageFormat.DEB, name, version, "amd64", source.isEmpty() ? null : source, null);
  }

  @Test
  void anImageWithoutDatabasesHasNoPackages() throws IOException {
    assertEquals(new PackageList(null, List.of(), List.of()), read());
  }

  @Test
  void dpkgListsWhatIsInstalledAndNotWhatWasRemoved() throws IOException {
    file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME='Debian 12'\n");
    file(
        "var/lib/dpkg/status",
        """
        Package: libc-bin
        Status: install ok installed
        Architecture: amd64
        Source: glibc (2.36-9)
        Version: 2.36-9+b1

        Package: nano
        Status: deinstall ok config-files
        Architecture: amd64
        Version: 7.2-1

        """
            + BASH);

    var list = read();

    assertEquals(new Distribution("debian", "12", "Debian 12"), list.distribution());
    assertEquals(
        List.of(deb("bash", "5.2.15-2+b2", ""), deb("libc-bin", "2.36-9+b1", "glibc")),
        list.packages());
  }

  @Test
  void distrolessImagesHaveAFileForEachPackage() throws IOException {
    file("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n");
    file("var/lib/dpkg/status.d/base.md5sums", "Package: none\nVersion: 1\n");

    assertEquals(List.of(deb("base-files", "12.4", "")), read().packages());
  }

  @Test
  void apkListsItsPackages() throws IOException {
    file("usr/lib/os-release", "ID=alpine\nVERSION_ID=3.22.1\n");
    file(
        "lib/apk/db/installed",
        """
        C:Q1abc=
        P:musl
        V:1.2.5-r10
        A:x86_64
        L:MIT
        o:musl
        F:lib
        R:ld-musl-x86_64.so.1

        P:libssl3
        V:3.5.1-r0
        A:x86_64
        L:Apache-2.0
        o:openssl
        """);

    assertEquals(
        List.of(
            new InstalledPackage(
                PackageFormat.APK, "libssl3", "3.5.1-r0", "x86_64", "openssl", "Apache-2.0"),
            new InstalledPackage(PackageFormat.APK, "musl", "1.2.5-r10", "x86_64", null, "MIT")),
        read().packages());
  }

  @Test
  void aLinkLeadsNoFurtherThanTheRootOfTheImage() throws IOException {
    var outside = Files.writeString(image.resolveSibling("status-outside"), BASH);
    Files.createDirectories(image.resolve("var/lib/dpkg"));
    Files.createSymbolicLink(image.resolve("var/lib/dpkg/status"), outside);
    assertEquals(List.of(), read().packages());

    file("real/status", BASH);
    Files.delete(image.resolve("var/lib/dpkg/status"));
    Files.createSymbolicLink(image.resolve("var/lib/dpkg/status"), Path.of("/../real/status"));
    assertEquals(List.of(deb("bash", "5.2.15-2+b2", "")), read().packages());
  }

  @Test
  void whatIsNoFileIsSaidAndTheOthersAreReadAllTheSame() throws IOException {
    Files.createDirectories(image.resolve("lib/apk/db/installed"));
    file("var/lib/dpkg/status", BASH);

    var list = read();

    assertEquals(List.of(deb("bash", "5.2.15-2+b2", "")), list.packages());
    assertEquals(1, list.notes().size());
    assertTrue(list.notes().getFirst().contains("it is not a regular file"), list.toString());
  }

  @Test
  void anImageThatListsWithoutEndIsCutOffAndSaysSo() throws IOException {
    var status = new StringBuilder();
    for (var number = 0; number < Findings.MOST_PACKAGES + 3; number++) {
      status.append("Package: p%d\nVersion: 1\n\n".formatted(number));
    }
    file("var/lib/dpkg/status", status.toString());

    var list = read();

    assertEquals(Findings.MOST_PACKAGES, list.packages().size());
    assertEquals(List.of("3 packages more than 10000 are left out"), list.notes());
  }

  @Test
  void aDirectoryWithoutEndIsNotRead() throws IOException {
    file("var/lib/dpkg/status.d/p", "Package: p\nVersion: 1\n");
    for (var number = 0; number < 10_001; number++) {
      Files.createFile(image.resolve("var/lib/dpkg/status.d/" + number));
    }

    var list = read();

    assertEquals(List.of(), list.packages());
    assertEquals(
        List.of("/var/lib/dpkg/status.d has more than 10000 files: not read"), list.notes());
  }
}
