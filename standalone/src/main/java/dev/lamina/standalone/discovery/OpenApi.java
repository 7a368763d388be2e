package dev.lamina.standalone.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The OpenAPI v3 documents, one per group and version, as far as kubectl reads them: schemas for
/// `explain`, and PATCH operations with `fieldValidation`, which tell it that the server checks
/// fields itself.
public final class OpenApi {
  private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

  private final Catalog catalog;

  public OpenApi(Catalog catalog) {
    this.catalog = catalog;
  }

  /// `/openapi/v3`
  public ObjectNode index() {
    var index = Json.object();
    var paths = index.putObject("paths");
    for (var type : catalog.types()) {
      var path = root(type).substring(1);
      if (!paths.has(path)) {
        var hash = Integer.toHexString(document(type.group(), type.version()).hashCode());
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
      }
    }
    return index;
  }

  /// `/openapi/v3/api/v1`, `/openapi/v3/apis/GROUP/VERSION`
  public Optional<ObjectNode> find(String group, String version) {
    return typesOf(group, version).isEmpty()
        ? Optional.empty()
        : Optional.of(document(group, version));
  }

  private List<ResourceType> typesOf(String group, String version) {
    return catalog.types().stream()
        .filter(type -> type.group().equals(group) && type.version().equals(version))
        .toList();
  }

  private ObjectNode document(String group, String version) {
    var document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.32.0");
    var paths = document.putObject("paths");
    var schemas = document.putObject("components").putObject("schemas");
    for (var type : typesOf(group, version)) {
      schemas.set(OBJECT_META, type.schema().definition().path("properties").path("metadata"));
      schemas.set(schemaName(type), schema(type));
      addPaths(paths, type);
    }
    return document;
  }

  private static ObjectNode schema(ResourceType type) {
    var schema = ((ObjectNode) type.schema().definition()).deepCopy();
    var metadata = schema.withObjectProperty("properties").putObject("metadata");
    metadata.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + OBJECT_META);
    metadata.put(
        "description",
        "Standard object's metadata. More info:"
            + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata");
    schema.putArray("x-kubernetes-group-version-kind").add(kind(type));
    return schema;
  }

  private static void addPaths(ObjectNode paths, ResourceType type) {
    var scope = type.namespaced() ? "/namespaces/{namespace}" : "";
    var collection = root(type) + scope + "/" + type.names().plural();
    var list = paths.putObject(collection);
    list.set("get", operation(type, "list"));
    list.set("post", operation(type, "post"));
    var one = paths.putObject(collection + "/{name}");
    one.set("get", operation(type, "get"));
    one.set("put", operation(type, "put"));
    one.set("patch", operation(type, "patch"));
    one.set("delete", operation(type, "delete"));
  }

  private static JsonNode operation(ResourceType type, String action) {
    var operation = Json.object().put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", kind(type));
    var parameters = operation.putArray("parameters");
    for (var name : List.of("dryRun", "fieldManager", "fieldValidation")) {
      var parameter = parameters.addObject().put("name", name).put("in", "query");
      parameter.putObject("schema").put("type", "string");
    }
    return operation;
  }

  private static ObjectNode kind(ResourceType type) {
    return Json.object()
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
  }

  private static String root(ResourceType type) {
    return (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion();
  }

  private static String schemaName(ResourceType type) {
    var group = type.group().isEmpty() ? "io.k8s.api.core" : reversed(type.group());
    return (group + "." + type.version() + "." + type.kind()).replace('/', '.');
  }

  private static String reversed(String group) {
    return String.join(".", List.of(group.toLowerCase(Locale.ROOT).split("\\.", -1)).reversed());
  }
}
