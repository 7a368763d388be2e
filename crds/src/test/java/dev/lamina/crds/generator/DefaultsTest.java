package dev.lamina.crds.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A record made from JSON without a field has the default that the schema promises for it.
class DefaultsTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  static Stream<Class<? extends CustomResource<?, ?>>> kinds() {
    return Crds.KINDS.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void schemaAndRecordsAgree(Class<? extends CustomResource<?, ?>> kind) {
    var file = CustomResource.getCRDName(kind) + ".yaml";
    var crd = JSON.unmarshal(Crds.generate().get(file), JsonNode.class);
    var schema = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    var superclass = (ParameterizedType) kind.getGenericSuperclass();
    var spec = (Class<?>) superclass.getActualTypeArguments()[0];
    var differences = new ArrayList<String>();
    if (spec.isRecord()) {
      compare("spec", schema, spec, differences);
    }
    assertEquals(List.of(), differences);
  }

  private static void compare(String at, JsonNode schema, Class<?> type, List<String> differences) {
    var empty = JSON.convertValue(JSON.convertValue(Map.of(), type), JsonNode.class);
    for (var component : type.getRecordComponents()) {
      var name = component.getName();
      var property = schema.path("properties").path(name);
      var promised = property.path("default").toString();
      if (property.has("default") && !promised.equals(empty.path(name).toString())) {
        differences.add(at + "." + name + ": " + promised + ", not " + empty.path(name));
      }
      var nested = element(component.getGenericType());
      if (nested instanceof Class<?> record && record.isRecord()) {
        var inner = property.has("items") ? property.path("items") : property;
        compare(at + "." + name, inner, record, differences);
      }
    }
  }

  private static Type element(Type type) {
    return type instanceof ParameterizedType list && list.getRawType() == List.class
        ? list.getActualTypeArguments()[0]
        : type;
  }
}
