package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ImagePullReconcilerTest {
  @Test
  void saysThatPullingIsNotSupported() {
    var pull = new ImagePull();
    pull.setMetadata(new ObjectMetaBuilder().withName("warm").withGeneration(3L).build());
    var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    var status = new ImagePullReconciler((_, _) -> {}, clock).status(pull);
    var stalled = Condition.find(status.conditions(), Condition.STALLED).orElseThrow();
    assertEquals(ConditionStatus.True, stalled.status());
    assertEquals("NotSupported", stalled.reason());
    assertEquals(3, status.observedGeneration());
  }
}
