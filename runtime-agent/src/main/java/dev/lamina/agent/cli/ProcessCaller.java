package dev.lamina.agent.cli;

import dev.lamina.agent.linux.Terminal;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The caller is this process.
final class ProcessCaller implements Caller {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCaller.class);

  @Override
  public Path directory() {
    return Path.of("").toAbsolutePath();
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public InputStream input() {
    return System.in;
  }

  @Override
  public boolean hasTerminal() {
    return Terminal.isTerminal(Terminal.STANDARD_INPUT);
  }

  @Override
  public Watch whenGone(Runnable action) {
    var hook = Thread.ofPlatform().unstarted(action);
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("this process ends already", e);
      }
    };
  }
}
