package dev.lamina.operator.imagebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BaseImagesTest {
  @Test
  void namesImagesAndNeitherStagesNorScratchNorVariables() {
    var dockerfile =
        """
        ARG VERSION=1
        FROM --platform=linux/amd64 golang:1.25 AS Build
        RUN make
        from busybox
        FROM scratch
        FROM $BASE
        FROM build AS last
        COPY --chmod=755 --from=build /app /app
        COPY --from=0 /x /x
        COPY --from=registry.test/tools:2 /tool /tool
        """;

    assertEquals(
        Set.of("golang:1.25", "busybox", "registry.test/tools:2"), BaseImages.of(dockerfile));
  }
}
