package dev.lamina.agent.registry.transport;

/// The statuses of the distribution protocol that are told apart.
public final class Status {
  public static final int OK = 200;
  public static final int CREATED = 201;
  public static final int ACCEPTED = 202;
  public static final int NO_CONTENT = 204;
  public static final int PARTIAL_CONTENT = 206;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int METHOD_NOT_ALLOWED = 405;
  public static final int CONTENT_TOO_LARGE = 413;
  public static final int RANGE_NOT_SATISFIABLE = 416;
  public static final int TOO_MANY_REQUESTS = 429;

  private Status() {}

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
