package dev.lamina.agent.http;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.Repository;

/// How one layer of a push came to the registry.
public record PushEvent(Digest layer, State state) {
  public enum State {
    PRESENT,
    MOUNTED,
    UPLOADED
  }

  static PushEvent of(Digest layer, Repository.Upload upload) {
    return new PushEvent(
        layer,
        switch (upload) {
          case PRESENT -> State.PRESENT;
          case MOUNTED -> State.MOUNTED;
          case UPLOADED -> State.UPLOADED;
        });
  }
}
