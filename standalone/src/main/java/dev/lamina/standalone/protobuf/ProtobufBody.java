package dev.lamina.standalone.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.protobuf.Message.Kind;
import dev.lamina.standalone.status.StatusException;
import java.util.Arrays;
import java.util.Map;

/// Turns the protobuf bodies that kubectl's typed commands send into JSON.
public final class ProtobufBody {
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private static final Message TYPE_META =
      new Message().with(1, new Kind.Text("apiVersion")).with(2, new Kind.Text("kind"));
  private static final Message OWNER_REFERENCE =
      new Message()
          .with(1, new Kind.Text("kind"))
          .with(3, new Kind.Text("name"))
          .with(4, new Kind.Text("uid"))
          .with(5, new Kind.Text("apiVersion"))
          .with(6, new Kind.Flag("controller"))
          .with(7, new Kind.Flag("blockOwnerDeletion"));
  private static final Message OBJECT_META =
      new Message()
          .with(1, new Kind.Text("name"))
          .with(2, new Kind.Text("generateName"))
          .with(3, new Kind.Text("namespace"))
          .with(5, new Kind.Text("uid"))
          .with(6, new Kind.Text("resourceVersion"))
          .with(11, new Kind.TextMap("labels"))
          .with(12, new Kind.TextMap("annotations"))
          .with(13, new Kind.Messages("ownerReferences", OWNER_REFERENCE))
          .with(14, new Kind.Texts("finalizers"));
  private static final Message RESOURCE_ATTRIBUTES =
      new Message()
          .with(1, new Kind.Text("namespace"))
          .with(2, new Kind.Text("verb"))
          .with(3, new Kind.Text("group"))
          .with(4, new Kind.Text("version"))
          .with(5, new Kind.Text("resource"))
          .with(6, new Kind.Text("subresource"))
          .with(7, new Kind.Text("name"));
  private static final Message NON_RESOURCE_ATTRIBUTES =
      new Message().with(1, new Kind.Text("path")).with(2, new Kind.Text("verb"));

  /// Kind by kind; the numbers are those of the `generated.proto` files of Kubernetes.
  private static final Map<String, Message> KINDS =
      Map.of(
          "Namespace",
          object(),
          "Secret",
          object()
              .with(2, new Kind.BytesMap("data"))
              .with(3, new Kind.Text("type"))
              .with(4, new Kind.TextMap("stringData"))
              .with(5, new Kind.Flag("immutable")),
          "ConfigMap",
          object()
              .with(2, new Kind.TextMap("data"))
              .with(3, new Kind.BytesMap("binaryData"))
              .with(4, new Kind.Flag("immutable")),
          "ServiceAccount",
          object(),
          "SelfSubjectAccessReview",
          object()
              .with(
                  2,
                  new Kind.Nested(
                      "spec",
                      new Message()
                          .with(1, new Kind.Nested("resourceAttributes", RESOURCE_ATTRIBUTES))
                          .with(
                              2,
                              new Kind.Nested("nonResourceAttributes", NON_RESOURCE_ATTRIBUTES)))),
          "SelfSubjectRulesReview",
          object()
              .with(2, new Kind.Nested("spec", new Message().with(1, new Kind.Text("namespace")))),
          "SelfSubjectReview",
          object(),
          "DeleteOptions",
          new Message()
              .with(1, new Kind.Int("gracePeriodSeconds"))
              .with(
                  2,
                  new Kind.Nested(
                      "preconditions",
                      new Message()
                          .with(1, new Kind.Text("uid"))
                          .with(2, new Kind.Text("resourceVersion"))))
              .with(4, new Kind.Text("propagationPolicy"))
              .with(5, new Kind.Texts("dryRun")));

  private ProtobufBody() {}

  private static Message object() {
    return new Message().with(1, new Kind.Nested("metadata", OBJECT_META));
  }

  /// Decodes the envelope and the object in it.
  ///
  /// @throws StatusException 415 for a kind that is only read as JSON, 400 for bytes that are none
  public static ObjectNode decode(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
      throw WireReader.malformed();
    }
    var reader = new WireReader(Arrays.copyOfRange(body, MAGIC.length, body.length));
    var type = TYPE_META.decode(new byte[0]);
    var raw = new byte[0];
    while (reader.hasNext()) {
      var field = reader.next();
      if (field.number() == 1) {
        type = TYPE_META.decode(field.bytes());
      } else if (field.number() == 2) {
        raw = field.bytes();
      }
    }
    var message = KINDS.get(type.path("kind").asText());
    if (message == null) {
      throw StatusException.unsupportedMediaType(
          MEDIA_TYPE + " for " + type.path("kind").asText() + ", send application/json");
    }
    type.setAll(message.decode(raw));
    return type;
  }
}
