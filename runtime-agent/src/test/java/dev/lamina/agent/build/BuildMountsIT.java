package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RUN --mount on real overlays with real processes.
@Timeout(120)
class BuildMountsIT {
  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private BuildFixture fixture;

  @BeforeEach
  void openStore() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
    fixture.write("page", "Hi\n");
  }

  @AfterEach
  void closeStore() throws IOException {
    assertEquals(List.of(), fixture.leftovers());
    fixture.close();
  }

  @Test
  void showsContextAndStagesAndKeepsNeitherWritesNorMountPoints() throws IOException {
    var result =
        fixture.build(
            """
            FROM base AS tools
            RUN mkdir -p /t/s && echo tool > /t/s/f && ln -s /t/s /l
            FROM base
            RUN --mount=source=page,target=/a/b/page --mount=from=tools,source=/l,target=/t,rw \\
              echo changed > /t/f && cat /a/b/page /t/f > /out
            RUN --mount=from=tools,source=/t/s,target=/t cat /t/f >> /out; touch /t/x || echo ro >> /out
            """);
    assertEquals("Hi\nchanged\ntool\nro\n", fixture.read(result, "out"));
    assertFalse(fixture.exists(result, "a"));
    assertFalse(fixture.exists(result, "t"));
  }

  @Test
  void aMountCountsByItsContent() throws IOException {
    var text = "FROM base\nRUN --mount=source=page,target=/page cat /page > /out\n";
    fixture.build(text);
    fixture.write("other", "irrelevant");
    assertEquals(List.of(true, true), BuildFixture.cached(fixture.build(text)));
    fixture.write("page", "Ho\n");
    var result = fixture.build(text);
    assertEquals("Ho\n", fixture.read(result, "out"));
  }

  @Test
  void cachesOutliveBuildsAndNameNoPlaces() throws IOException {
    var text =
        """
        FROM base
        RUN --mount=type=cache,id=../../x,target=/c,uid=7,mode=0700 stat -c '%u %a' /c >> /c/log; cp /c/log /out
        """;
    fixture.buildWithoutCache(text, null);
    var result = fixture.buildWithoutCache(text, null);
    assertEquals("7 700\n7 700\n", fixture.read(result, "out"));
    assertFalse(Files.exists(workspace.path().resolve("x")));
  }

  @Test
  void secretsReachTheCommandAndNothingElse() throws IOException {
    fixture.setSecret("token", "s3cr3t-value");
    var result =
        fixture.build(
            """
            FROM base
            RUN --mount=type=secret,id=token,uid=5,mode=0440 --mount=type=secret,id=token,env=T \\
              --mount=type=secret,id=absent \\
              stat -c '%u %a' /run/secrets/token > /out; cat /run/secrets/token; \\
              test "$T" = "$(cat /run/secrets/token)" && ls /run/secrets >> /out
            """);
    assertEquals("5 440\ntoken\n", fixture.read(result, "out"));
    assertEquals(List.of("****"), fixture.log());
    var secret = "s3cr3t-value".getBytes(StandardCharsets.UTF_8);
    try (var files = Files.walk(workspace.path())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(contains(Files.readAllBytes(file), secret), file.toString());
      }
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    var latin = StandardCharsets.ISO_8859_1;
    return new String(text, latin).contains(new String(part, latin));
  }

  @Test
  void aRequiredSecretThatIsMissingFailsTheBuild() {
    var text = "FROM base\nRUN --mount=type=secret,id=k,required=true true\n";
    var e = assertThrows(BuildException.class, () -> fixture.build(text));
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertEquals(2, e.failure().line());
  }

  @Test
  void runsAScriptByItsInterpreter() throws IOException {
    var result = fixture.build("FROM base\nRUN <<EOF\n#!/bin/sh -e\necho \"$0\" > /out\nEOF\n");
    assertEquals("/dev/pipes/EOF\n", fixture.read(result, "out"));
  }

  @Test
  void mountsNeverLeadOutOfTheImage() {
    for (var target : List.of("/proc/sys", "/sys/x", "/l/x", "/dev")) {
      var text =
          "FROM base\nRUN ln -s /proc /l\nRUN --mount=type=tmpfs,target=%s true\n"
              .formatted(target);
      assertThrows(BuildException.class, () -> fixture.build(text), target);
    }
    var missing = "FROM base\nRUN --mount=from=base,source=/../../etc/x,target=/m true\n";
    assertThrows(BuildException.class, () -> fixture.build(missing));
  }

  @Test
  void noStoredByteIsOfASecret() throws IOException {
    var secret = "s3cr3t-7f1c0b";
    fixture.setSecret("token", secret);
    fixture.build(
        """
        FROM base
        RUN --mount=type=secret,id=token,env=TOKEN --mount=type=secret,id=token \\
          test "$TOKEN" = "$(cat /run/secrets/token)" && echo "$TOKEN" && touch /done
        """);
    try (var files = Files.walk(workspace.path())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(text(file).contains(secret), file.toString());
      }
    }
    assertFalse(String.join("", fixture.log()).contains(secret));
  }

  /// The bytes of a file, and what is compressed in them.
  private static String text(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var isGzip = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!isGzip) {
      return text;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return text + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
