package dev.lamina.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The process of the operator Deployment.
public final class OperatorMain {
  private OperatorMain() {}

  /// Runs until it is told to stop or cannot go on; the kubelet starts it again.
  public static void main(String[] args) throws IOException, InterruptedException {
    var config = OperatorConfig.fromEnvironment(System.getenv());
    var cluster = new ConfigBuilder(Config.autoConfigure(null)).withOnlyHttpWatches(true).build();
    var end = new CountDownLatch(1);
    var status = new AtomicInteger();
    try (var client = new ApiClients().connect(cluster);
        var operator =
            new LaminaOperator(
                client,
                config,
                reason -> {
                  status.set(1);
                  end.countDown();
                })) {
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
      operator.start();
      end.await();
    }
    Runtime.getRuntime().halt(status.get());
  }
}
