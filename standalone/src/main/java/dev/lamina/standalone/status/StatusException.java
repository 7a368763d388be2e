package dev.lamina.standalone.status;

import dev.lamina.standalone.status.Status.Cause;
import dev.lamina.standalone.status.Status.Details;
import java.util.List;
import java.util.Optional;

/// A request that ends with a [Status]. The factories carry the words of kube-apiserver: clients
/// and people match on them.
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  private StatusException(Status status) {
    super(status.message());
    this.status = status;
  }

  public Status status() {
    return status;
  }

  /// What an error is about: a resource of a group and, unless empty, the object's name.
  public record Subject(String resource, String group, String name) {
    String qualifiedResource() {
      return group.isEmpty() ? resource : resource + "." + group;
    }

    Optional<Details> details(List<Cause> causes) {
      return Optional.of(new Details(name, group, resource, causes));
    }
  }

  public static StatusException notFound(Subject subject) {
    var message = "%s \"%s\" not found".formatted(subject.qualifiedResource(), subject.name());
    return of(404, "NotFound", message, subject, List.of());
  }

  /// The path names nothing this server serves.
  public static StatusException noSuchPath() {
    var message = "the server could not find the requested resource";
    return of(404, "NotFound", message, new Subject("", "", ""), List.of());
  }

  public static StatusException alreadyExists(Subject subject) {
    var message = "%s \"%s\" already exists".formatted(subject.qualifiedResource(), subject.name());
    return of(409, "AlreadyExists", message, subject, List.of());
  }

  public static StatusException conflict(Subject subject, String why) {
    var message =
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(subject.qualifiedResource(), subject.name(), why);
    return of(409, "Conflict", message, subject, List.of());
  }

  /// Server-side apply met fields that other managers own.
  public static StatusException applyConflict(String message, List<Cause> causes) {
    return of(409, "Conflict", message, new Subject("", "", ""), causes);
  }

  /// The object breaks the schema or the rules of its kind.
  ///
  /// @param kind subject whose `resource` is the kind, as kubectl prints it
  public static StatusException invalid(Subject kind, List<Cause> causes) {
    var errors = causes.stream().map(StatusException::text).toList();
    var list = errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
    var message = "%s \"%s\" is invalid: %s".formatted(kind.qualifiedResource(), kind.name(), list);
    return of(422, "Invalid", message, kind, causes);
  }

  public static StatusException forbidden(Subject subject, String why) {
    var name = subject.name().isEmpty() ? "" : " \"" + subject.name() + "\"";
    var message = subject.qualifiedResource() + name + " is forbidden: " + why;
    return of(403, "Forbidden", message, subject, List.of());
  }

  public static StatusException forbiddenPath(String user, String verb, String path) {
    var why = "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(user, verb, path);
    return of(403, "Forbidden", why, new Subject("", "", ""), List.of());
  }

  public static StatusException unauthorized() {
    return plain(401, "Unauthorized", "Unauthorized");
  }

  public static StatusException badRequest(String message) {
    return plain(400, "BadRequest", message);
  }

  public static StatusException methodNotAllowed() {
    var message = "the server does not allow this method on the requested resource";
    return of(405, "MethodNotAllowed", message, new Subject("", "", ""), List.of());
  }

  public static StatusException unsupportedMediaType(String mediaType) {
    var message =
        "the body of the request was in an unknown format - accepted media types do not include: "
            + mediaType;
    return plain(415, "UnsupportedMediaType", message);
  }

  public static StatusException tooLarge(long limit) {
    return plain(413, "RequestEntityTooLarge", "limit is " + limit);
  }

  /// The revision asked for is no longer in the watch log: list again.
  public static StatusException expired(String message) {
    return plain(410, "Expired", message);
  }

  /// An error that kube-apiserver reports without a reason of its own.
  public static StatusException unclassified(String message) {
    return plain(500, "", message);
  }

  public static StatusException internal(String message) {
    return plain(500, "InternalError", "Internal error occurred: " + message);
  }

  private static StatusException plain(int code, String reason, String message) {
    return new StatusException(new Status(code, reason, message, Optional.empty()));
  }

  private static StatusException of(
      int code, String reason, String message, Subject subject, List<Cause> causes) {
    return new StatusException(new Status(code, reason, message, subject.details(causes)));
  }

  private static String text(Cause cause) {
    return cause.field() + ": " + cause.message();
  }
}
