package dev.lamina.agent.registry.auth;

import dev.lamina.agent.registry.Credential;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens until they expire; the ones used longest ago go first.
public final class TokenCache {
  private static final int LIMIT = 256;

  private final Clock clock;
  private final Map<Key, Token> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Token> eldest) {
          return size() > LIMIT;
        }
      };

  /// @param credential whose token it is; absent = nobody's
  record Key(URI realm, String service, String scope, @Nullable Credential credential) {}

  public TokenCache(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  synchronized Optional<Token> find(Key key) {
    return Optional.ofNullable(tokens.get(key))
        .filter(token -> clock.instant().isBefore(token.expires()));
  }

  synchronized void put(Key key, Token token) {
    tokens.put(key, token);
  }

  /// Forgets a token that was refused, unless another one took its place.
  synchronized void remove(Key key, Token token) {
    tokens.remove(key, token);
  }
}
