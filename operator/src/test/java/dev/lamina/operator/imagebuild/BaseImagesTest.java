package dev.lamina.operator.imagebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  @Test
  void readsBlankLinesOnce() {
    var dockerfile = " \n".repeat(400_000) + "FROM busybox";
    assertEquals(Set.of("busybox"), BaseImages.of(dockerfile));
  }

  @Test
  void namesNoMoreImagesThanALookIsWorth() {
    var dockerfile =
        IntStream.range(0, 1000)
            .mapToObj(image -> "FROM image" + image)
            .collect(Collectors.joining("\n"));
    assertEquals(16, BaseImages.of(dockerfile).size());
  }
}
