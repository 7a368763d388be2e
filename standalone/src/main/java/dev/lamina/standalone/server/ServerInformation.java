package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.discovery.AggregatedDiscovery;
import dev.lamina.standalone.discovery.Discovery;
import dev.lamina.standalone.discovery.OpenApi;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.status.StatusException;
import java.util.Optional;

/// What the server says about itself: version, discovery, OpenAPI.
final class ServerInformation {
  private static final String MINOR = "32";

  private final Discovery discovery;
  private final AggregatedDiscovery aggregated;
  private final OpenApi openApi;
  private final String laminaVersion;

  ServerInformation(Catalog catalog, String laminaVersion) {
    this.discovery = new Discovery(catalog);
    this.aggregated = new AggregatedDiscovery(discovery);
    this.openApi = new OpenApi(catalog);
    this.laminaVersion = laminaVersion;
  }

  Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      throw StatusException.methodNotAllowed();
    }
    var path = request.path();
    var isAggregated = AggregatedDiscovery.isAccepted(request.accept());
    return switch (path) {
      case "/version", "/version/" -> Answer.ok(version());
      case "/api", "/apis" ->
          isAggregated
              ? Answer.ok(aggregated.document(path.equals("/api")), AggregatedDiscovery.MEDIA_TYPE)
              : Answer.ok(path.equals("/api") ? discovery.coreVersions() : discovery.groups());
      case "/openapi/v3" -> Answer.ok(openApi.index());
      default -> Answer.ok(document(path).orElseThrow(StatusException::noSuchPath));
    };
  }

  private Optional<? extends JsonNode> document(String path) {
    var segments = path.substring(1).split("/", -1);
    return switch (segments[0]) {
      case "api" -> segments.length == 2 ? discovery.resources("", segments[1]) : Optional.empty();
      case "apis" ->
          switch (segments.length) {
            case 2 -> discovery.group(segments[1]);
            case 3 -> discovery.resources(segments[1], segments[2]);
            default -> Optional.empty();
          };
      case "openapi" ->
          switch (segments.length) {
            case 4 -> openApi.find("", segments[3]);
            case 5 -> openApi.find(segments[3], segments[4]);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private JsonNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", MINOR)
        .put("gitVersion", "v1." + MINOR + ".0+lamina-" + laminaVersion)
        .put("gitTreeState", "clean")
        .put("goVersion", "none")
        .put("compiler", "javac")
        .put("platform", "linux/" + System.getProperty("os.arch"));
  }
}
