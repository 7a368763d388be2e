package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.kubectl.json.Json;

/// The kinds of objects that verbs are about.
public enum Kind {
  IMAGE("Image", "images.lamina.dev"),
  IMAGE_RECORD("ImageRecord", "imagerecords.lamina.dev"),
  IMAGE_PULL("ImagePull", "imagepulls.lamina.dev"),
  IMAGE_COPY("ImageCopy", "imagecopies.lamina.dev"),
  IMAGE_PRUNE("ImagePrune", "imageprunes.lamina.dev"),
  IMAGE_BUILD("ImageBuild", "imagebuilds.lamina.dev"),
  CONTAINER_RUN("ContainerRun", "containerruns.lamina.dev"),
  SECRET("Secret", "secrets");

  /// Label of what this plugin makes, with its name.
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String PLUGIN = "kubectl-lamina";

  private final String title;
  private final String resource;

  Kind(String title, String resource) {
    this.title = title;
    this.resource = resource;
  }

  /// As in `kind:`.
  public String title() {
    return title;
  }

  /// As kubectl knows it without doubt.
  String resource() {
    return resource;
  }

  /// Whether this plugin has made an object.
  public static boolean isOurs(JsonNode object) {
    return PLUGIN.equals(object.path("metadata").path("labels").path(MANAGED_BY).asText());
  }

  /// A new object that this plugin has made.
  public ObjectNode object(String name) {
    var object = Json.object();
    object.put("apiVersion", this == SECRET ? "v1" : Lamina.GROUP + "/" + Lamina.VERSION);
    object.put("kind", title);
    var metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put(MANAGED_BY, PLUGIN);
    return object;
  }
}
