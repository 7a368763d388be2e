package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.access.ResourceAction;
import dev.lamina.standalone.access.Rule;
import dev.lamina.standalone.access.User;
import dev.lamina.standalone.discovery.Review;
import java.util.List;

/// Answers what users ask about themselves.
public final class Reviews {
  private Reviews() {}

  public static ObjectNode answer(Review review, ObjectNode body, User user) {
    body.put("kind", review.name()).put("apiVersion", review.apiVersion());
    body.withObjectProperty("metadata").putNull("creationTimestamp");
    var status = body.putObject("status");
    switch (review) {
      case SelfSubjectAccessReview -> status.put("allowed", isAllowed(body.path("spec"), user));
      case SelfSubjectRulesReview ->
          addRules(status, body.path("spec").path("namespace").asText(), user);
      case SelfSubjectReview -> {
        var info = status.putObject("userInfo").put("username", user.name());
        put(info, "groups", user.groups());
      }
    }
    return body;
  }

  private static boolean isAllowed(JsonNode spec, User user) {
    var path = spec.path("nonResourceAttributes");
    if (path.isObject()) {
      return user.mayReach(path.path("verb").asText(), path.path("path").asText());
    }
    var attributes = spec.path("resourceAttributes");
    return user.may(
        new ResourceAction(
            attributes.path("verb").asText(),
            attributes.path("group").asText(),
            attributes.path("resource").asText(),
            attributes.path("subresource").asText(),
            attributes.path("namespace").asText(),
            attributes.path("name").asText()));
  }

  private static void addRules(ObjectNode status, String namespace, User user) {
    status.put("incomplete", false);
    var resourceRules = status.putArray("resourceRules");
    var pathRules = status.putArray("nonResourceRules");
    for (var rule : user.rules()) {
      if (!rule.resources().isEmpty() && rule.holdsIn(namespace)) {
        addResourceRule(resourceRules, rule);
      }
      if (!rule.paths().isEmpty()) {
        var entry = pathRules.addObject();
        put(entry, "verbs", rule.verbs());
        put(entry, "nonResourceURLs", rule.paths());
      }
    }
  }

  private static void addResourceRule(ArrayNode rules, Rule rule) {
    var entry = rules.addObject();
    put(entry, "verbs", rule.verbs());
    put(entry, "apiGroups", rule.groups());
    put(entry, "resources", rule.resources());
    if (!rule.names().isEmpty()) {
      put(entry, "resourceNames", rule.names());
    }
  }

  private static void put(ObjectNode node, String field, List<String> texts) {
    var array = node.putArray(field);
    texts.forEach(array::add);
  }
}
