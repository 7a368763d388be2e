package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Lamina;

/// A NodeInventory as the agent makes it. It belongs to the Node, as the ImageNode does: the agent
/// may not read Nodes, and copies the owner from there.
final class InventoryObject {
  private InventoryObject() {}

  static ObjectNode of(String nodeName, ImageNode node) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", Lamina.GROUP + "/" + Lamina.VERSION).put("kind", "NodeInventory");
    var metadata = object.putObject("metadata").put("name", nodeName);
    for (var owner : node.getMetadata().getOwnerReferences()) {
      metadata
          .withArray("ownerReferences")
          .addObject()
          .put("apiVersion", owner.getApiVersion())
          .put("kind", owner.getKind())
          .put("name", owner.getName())
          .put("uid", owner.getUid());
    }
    return object;
  }
}
