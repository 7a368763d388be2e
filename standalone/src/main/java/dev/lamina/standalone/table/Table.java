package dev.lamina.standalone.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import java.time.Clock;
import java.util.List;

/// Objects as the rows of a `meta.k8s.io/v1` Table, which is what `kubectl get` asks for.
public final class Table {
  private final List<Column> columns;
  private final Clock clock;

  private Table(List<Column> columns, Clock clock) {
    this.columns = columns;
    this.clock = clock;
  }

  public static Table of(ResourceType type, Clock clock) {
    return new Table(Columns.of(type), clock);
  }

  /// How much of each object goes along with its row.
  public enum Include {
    None,
    Metadata,
    Object
  }

  /// Makes a table with one row for each object.
  ///
  /// @param metadata of the list or object that the table stands for
  public ObjectNode render(List<KubeObject> objects, JsonNode metadata, Include include) {
    var table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    var heads = table.putArray("columnDefinitions");
    columns.forEach(column -> heads.add(column.head()));
    var rows = table.putArray("rows");
    var now = clock.instant();
    for (var object : objects) {
      var row = rows.addObject();
      var cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.cell().of(object, now)));
      include(row, object, include);
    }
    return table;
  }

  private static void include(ObjectNode row, KubeObject object, Include include) {
    switch (include) {
      case None -> {}
      case Object -> row.set("object", object.tree());
      case Metadata -> {
        var partial = row.putObject("object");
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.metadata());
      }
    }
  }
}
