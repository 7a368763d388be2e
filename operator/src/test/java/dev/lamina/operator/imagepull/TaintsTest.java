package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.imagepull.PullNodes;
import dev.lamina.operator.nodes.NodeTaint;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaintsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu | a | NoSchedule | '' | false",
        "gpu | a | NoExecute | '' | false",
        "gpu | a | PreferNoSchedule | '' | true",
        "gpu | a | NoSchedule | {operator: Exists} | true",
        "gpu | a | NoSchedule | {key: gpu, operator: Exists} | true",
        "gpu | a | NoSchedule | {key: cpu, operator: Exists} | false",
        "gpu | a | NoSchedule | {key: gpu, value: a} | true",
        "gpu | a | NoSchedule | {key: gpu, value: b} | false",
        "gpu | a | NoSchedule | {key: gpu} | false",
        "gpu | '' | NoSchedule | {key: gpu} | true",
        "gpu | a | NoExecute | {key: gpu, value: a, effect: NoSchedule} | false",
        "gpu | a | NoExecute | {key: gpu, value: a, effect: NoExecute} | true",
        "node.kubernetes.io/unschedulable | '' | NoSchedule | '' | true",
        "node.kubernetes.io/disk-pressure | '' | NoSchedule | '' | true",
        "node-role.kubernetes.io/control-plane | '' | NoSchedule | '' | false"
      })
  void areToleratedAsThoseOfAPod(
      String key, String value, String effect, String toleration, boolean isTolerated) {
    var nodes = YAML.unmarshal("tolerations: [" + toleration + "]", PullNodes.class);
    var taints = List.of(new NodeTaint(key, value, effect));
    assertEquals(isTolerated, Taints.areTolerated(taints, nodes.tolerations()));
  }
}
