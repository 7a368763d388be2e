package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `inspect NAME...`: always JSON, an array as Docker prints it.
@Command(
    name = "inspect",
    description = {
      "Everything about images as JSON, in Docker's shape; about containers, their objects.",
      "With -o, the objects of the API."
    })
final class InspectCommand extends Verb {
  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names, digests or starts of ids.")
  private List<String> names = List.of();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var images = Images.of(cluster, false);
    var found = new ArrayList<JsonNode>();
    for (var name : names) {
      var image = images.find(name);
      found.add(image.isPresent() ? image(cluster, image.get(), images) : container(cluster, name));
    }
    if (output.isObjects()) {
      output.print(found, console);
    } else {
      console.print(Json.pretty(Json.array(found)));
    }
    return 0;
  }

  private JsonNode image(Cluster cluster, ImageRow image, Images images) {
    var record = Records.get(cluster, image);
    return output.isObjects() ? record : described(image, record.path("status"), images);
  }

  private static JsonNode container(Cluster cluster, String name) {
    return Containers.of(cluster, false)
        .find(name)
        .map(Container::object)
        .orElseThrow(
            () -> new Failure(FailureReason.NotFound, "no image and no container '" + name + "'"));
  }

  private static JsonNode described(ImageRow image, JsonNode record, Images images) {
    var described = Json.object();
    described.put("Id", image.imageId());
    var names = images.namesOf(image.digest());
    described.set("RepoTags", Json.strings(names.stream().map(ImageRow::title).toList()));
    described.put("Digest", image.digest());
    var platform = record.path("platform").asText("").split("/", 3);
    described.put("Os", platform[0]);
    described.put("Architecture", platform.length > 1 ? platform[1] : "");
    Json.text(record, "created").ifPresent(created -> described.put("Created", created));
    Json.text(record, "author").ifPresent(author -> described.put("Author", author));
    described.put("Size", record.path("sizeBytes").asLong());
    described.set("Config", config(record.path("config")));
    described.putObject("RootFS").put("Type", "layers").set("Layers", diffIds(record));
    described.set("Layers", record.path("layers"));
    described.set("Packages", record.path("packages"));
    described.put("Nodes", image.nodes());
    return described;
  }

  private static JsonNode diffIds(JsonNode record) {
    var layers = Json.elements(record.path("layers"));
    return Json.strings(layers.stream().map(layer -> layer.path("diffID").asText("")).toList());
  }

  /// As an image's config has it.
  private static ObjectNode config(JsonNode config) {
    var described = Json.object();
    config
        .properties()
        .forEach(field -> {
          var name = field.getKey();
          var isSet = name.equals("exposedPorts") || name.equals("volumes");
          described.set(
              Character.toUpperCase(name.charAt(0)) + name.substring(1),
              isSet ? set(field.getValue()) : field.getValue());
        });
    return described;
  }

  private static ObjectNode set(JsonNode array) {
    var set = Json.object();
    Json.texts(array).forEach(set::putObject);
    return set;
  }
}
