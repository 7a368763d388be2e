package dev.lamina.crds.sealing;

/// A value was not sealed for this key and context, or is damaged. Says nothing about its content.
public final class SealingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealingException(String message, Throwable cause) {
    super(message, cause);
  }
}
