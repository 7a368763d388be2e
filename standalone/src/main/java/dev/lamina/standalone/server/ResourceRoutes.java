package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.access.ResourceAction;
import dev.lamina.standalone.discovery.Review;
import dev.lamina.standalone.endpoint.Patch;
import dev.lamina.standalone.endpoint.Reader;
import dev.lamina.standalone.endpoint.Reviews;
import dev.lamina.standalone.endpoint.Selection;
import dev.lamina.standalone.endpoint.WriteOptions;
import dev.lamina.standalone.endpoint.WriteOptions.FieldValidation;
import dev.lamina.standalone.endpoint.Writer;
import dev.lamina.standalone.endpoint.Written;
import dev.lamina.standalone.lifecycle.DeleteOptions;
import dev.lamina.standalone.lifecycle.Deletion;
import dev.lamina.standalone.lifecycle.Propagation;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.Status;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.status.StatusException.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// From method and path to verb, right and endpoint.
final class ResourceRoutes {
  private final Catalog catalog;
  private final Reader reader;
  private final Writer writer;
  private final Deletion deletion;
  private final WatchStream watches;
  private final Presentation presentation;

  ResourceRoutes(
      Catalog catalog,
      Reader reader,
      Writer writer,
      Deletion deletion,
      WatchStream watches,
      Presentation presentation) {
    this.catalog = catalog;
    this.reader = reader;
    this.writer = writer;
    this.deletion = deletion;
    this.watches = watches;
    this.presentation = presentation;
  }

  /// The answer, or empty when it was streamed.
  Optional<Answer> answer(Request request, ResourcePath path) throws IOException {
    var verb = verb(request, path);
    authorize(request, path, verb);
    var review = review(path);
    if (review.isPresent()) {
      return Optional.of(answer(review.get(), request));
    }
    var type =
        catalog
            .find(path.group(), path.version(), path.plural())
            .filter(it -> serves(it, path))
            .orElseThrow(StatusException::noSuchPath);
    if (verb.equals("watch")) {
      watches.serve(request, selection(type, path, request.query()));
      return Optional.empty();
    }
    return Optional.of(answer(verb, request, path, type));
  }

  private Answer answer(String verb, Request request, ResourcePath path, ResourceType type)
      throws IOException {
    return switch (verb) {
      case "get" ->
          presentation.object(reader.get(type, path.namespace(), path.name()), type, request);
      case "list" -> list(type, path, request);
      case "create" -> create(type, path, request);
      case "update" ->
          written(
              writer.update(
                  type,
                  path.namespace(),
                  path.name(),
                  request.objectBody(),
                  options(request, path)),
              type,
              request);
      case "patch" -> patch(type, path, request);
      case "delete" -> delete(type, path, request);
      case "deletecollection" -> deleteAll(type, path, request);
      default -> throw StatusException.methodNotAllowed();
    };
  }

  private static String verb(Request request, ResourcePath path) {
    return switch (request.method()) {
      case "GET" -> path.isCollection() ? readVerb(request) : "get";
      case "POST" -> path.isCollection() ? "create" : "";
      case "PUT" -> path.isCollection() ? "" : "update";
      case "PATCH" -> path.isCollection() ? "" : "patch";
      case "DELETE" -> path.isCollection() ? "deletecollection" : "delete";
      default -> "";
    };
  }

  private static String readVerb(Request request) {
    return request.query().flag("watch") ? "watch" : "list";
  }

  private static void authorize(Request request, ResourcePath path, String verb) {
    if (verb.isEmpty()) {
      throw StatusException.methodNotAllowed();
    }
    var action =
        new ResourceAction(
            verb, path.group(), path.plural(), path.subresource(), path.namespace(), path.name());
    if (!request.user().may(action)) {
      throw StatusException.forbidden(
          new Subject(path.plural(), path.group(), path.name()),
          action.refusal(request.user().name()));
    }
  }

  private static boolean serves(ResourceType type, ResourcePath path) {
    var rightScope =
        type.namespaced()
            ? path.isCollection() || !path.namespace().isEmpty()
            : path.namespace().isEmpty();
    return rightScope
        && (path.subresource().isEmpty()
            || (path.subresource().equals("status") && type.hasStatus()));
  }

  private static Optional<Review> review(ResourcePath path) {
    return Stream.of(Review.values())
        .filter(it -> it.group().equals(path.group()) && it.plural().equals(path.plural()))
        .findFirst();
  }

  private static Answer answer(Review review, Request request) throws IOException {
    if (!request.method().equals("POST")) {
      throw StatusException.methodNotAllowed();
    }
    return Answer.json(
        201, Reviews.answer(review, request.objectBody(), request.user()), List.of());
  }

  private static Selection selection(ResourceType type, ResourcePath path, Query query) {
    return Selection.of(
        type, path.namespace(), query.text("labelSelector"), query.text("fieldSelector"));
  }

  private Answer list(ResourceType type, ResourcePath path, Request request) {
    var query = request.query();
    var page =
        reader.list(selection(type, path, query), query.text("continue"), query.number("limit", 0));
    return presentation.list(page, type, request);
  }

  private Answer create(ResourceType type, ResourcePath path, Request request) throws IOException {
    if (type.namespaced() && path.namespace().isEmpty()) {
      throw StatusException.methodNotAllowed();
    }
    var body = request.objectBody();
    return written(
        writer.create(type, path.namespace(), body, options(request, path)), type, request);
  }

  private Answer patch(ResourceType type, ResourcePath path, Request request) throws IOException {
    var patch = Patch.of(request.mediaType(), request.body(), request.query().flag("force"));
    if (patch instanceof Patch.Apply && request.query().text("fieldManager").isEmpty()) {
      throw StatusException.badRequest(
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
              + " apply patch");
    }
    return written(
        writer.patch(type, path.namespace(), path.name(), patch, options(request, path)),
        type,
        request);
  }

  private Answer written(Written written, ResourceType type, Request request) {
    return presentation.written(written, type, request);
  }

  private static WriteOptions options(Request request, ResourcePath path) {
    var validation = request.query().text("fieldValidation");
    return new WriteOptions(
        path.subresource(),
        request.fieldManager(),
        validation.isEmpty() ? FieldValidation.Warn : choice(FieldValidation.class, validation),
        request.query().parameters().containsKey("dryRun"));
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String name) {
    try {
      return Enum.valueOf(choices, name);
    } catch (IllegalArgumentException e) {
      var noun = choices.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT);
      throw StatusException.badRequest(
          noun + choices.getSimpleName().substring(1) + ": Unsupported value: \"" + name + "\"");
    }
  }

  private Answer delete(ResourceType type, ResourcePath path, Request request) throws IOException {
    var result = deletion.delete(type, path.namespace(), path.name(), deleteOptions(request));
    if (!result.isGone()) {
      return presentation.object(result.object(), type, request);
    }
    return Answer.ok(
        Status.success(path.name(), type.group(), type.names().plural(), result.object().uid()));
  }

  private Answer deleteAll(ResourceType type, ResourcePath path, Request request)
      throws IOException {
    var options = deleteOptions(request);
    var page = reader.list(selection(type, path, request.query()), "", 0);
    for (var object : page.objects()) {
      deletion.delete(type, object.namespace(), object.name(), options);
    }
    return presentation.list(page, type, request);
  }

  private static DeleteOptions deleteOptions(Request request) throws IOException {
    ObjectNode body = request.objectBody();
    var query = request.query();
    var policy = body.path("propagationPolicy").asText(query.text("propagationPolicy"));
    var orphans = body.path("orphanDependents").asBoolean(query.flag("orphanDependents"));
    var preconditions = body.path("preconditions");
    return new DeleteOptions(
        policy.isEmpty() ? fallback(orphans) : choice(Propagation.class, policy),
        preconditions.path("uid").asText(),
        preconditions.path("resourceVersion").asText(),
        !body.path("dryRun").isEmpty() || query.parameters().containsKey("dryRun"));
  }

  private static Propagation fallback(boolean orphans) {
    return orphans ? Propagation.Orphan : Propagation.Background;
  }
}
