package dev.lamina.standalone.endpoint;

import static dev.lamina.standalone.schema.Samples.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.endpoint.WriteOptions.FieldValidation;
import dev.lamina.standalone.lifecycle.DeleteOptions;
import dev.lamina.standalone.lifecycle.Deletion;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.rules.Rules;
import dev.lamina.standalone.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// The endpoints on a store of their own, with namespace `ns` and the custom kind Box.
public final class EndpointFixture implements AutoCloseable {
  private static final String BOX =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: boxes.x.y}
      spec:
        group: x.y
        scope: Namespaced
        names: {kind: Box, plural: boxes}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          selectableFields: [{jsonPath: .spec.color}]
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  x-kubernetes-validations: [{rule: self.size == oldSelf.size, message: size is immutable}]
                  properties: {size: {type: integer, default: 1}, color: {type: string}}
                status: {type: object, properties: {phase: {type: string}}}
      """;

  public static final WriteOptions PLAIN =
      new WriteOptions("", "test", FieldValidation.Strict, false);
  public static final WriteOptions STATUS =
      new WriteOptions("status", "test", FieldValidation.Strict, false);
  public static final WriteOptions DRY_RUN =
      new WriteOptions("", "test", FieldValidation.Strict, true);

  private final ObjectStore store;
  private final Catalog catalog = new Catalog();
  private final Writer writer;
  private final Deletion deletion;

  public EndpointFixture(Path directory) {
    this.store = ObjectStore.open(directory.resolve("objects.mv"));
    this.writer = new Writer(store, catalog, new Rules(), Clock.systemUTC());
    this.deletion = new Deletion(store, Clock.systemUTC());
    create("namespaces", "{metadata: {name: ns}}");
    create("customresourcedefinitions.apiextensions.k8s.io", BOX);
  }

  public ObjectStore store() {
    return store;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Writer writer() {
    return writer;
  }

  public Deletion deletion() {
    return deletion;
  }

  public ResourceType type(String id) {
    return catalog.byId(id).orElseThrow();
  }

  public KubeObject create(String type, String object) {
    return writer.create(type(type), "ns", (ObjectNode) yaml(object), PLAIN).object();
  }

  public Written patch(String type, String name, String patch, WriteOptions options) {
    return writer.patch(type(type), "ns", name, new Patch.Merge(yaml(patch)), options);
  }

  public Deletion.Result delete(String type, String name, DeleteOptions options) {
    return deletion.delete(type(type), "ns", name, options);
  }

  public Optional<KubeObject> get(String type, String name) {
    return store.get(type(type).key("ns", name));
  }

  @Override
  public void close() {
    store.close();
  }
}
