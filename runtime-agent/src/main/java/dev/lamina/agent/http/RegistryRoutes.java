package dev.lamina.agent.http;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.transfer.pull.PullImage;
import dev.lamina.agent.transfer.pull.PullRequest;
import dev.lamina.agent.transfer.push.PushImage;
import dev.lamina.agent.transfer.push.PushRequest;

/// `/v1/images/pull` and `/v1/images/push`.
public final class RegistryRoutes {
  private final PullImage pulling;
  private final PushImage pushing;

  public RegistryRoutes(PullImage pulling, PushImage pushing) {
    this.pulling = pulling;
    this.pushing = pushing;
  }

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/images/pull", this::pull).stream(
        "POST", "/v1/images/push", this::push);
  }

  private PullAnswer pull(ApiRequest request, EventStream events) {
    var order = request.body(PullCall.class);
    var pulled =
        pulling.run(
            new PullRequest(
                request.tenant(),
                Reference.parse(order.reference()),
                order.platform() == null ? null : Platform.parse(order.platform()),
                order.registry().access(),
                order.maxLayerBytes(),
                null),
            progress -> events.emit(PullEvent.of(progress)));
    return PullAnswer.of(pulled);
  }

  private PushAnswer push(ApiRequest request, EventStream events) {
    var order = request.body(PushCall.class);
    var destination = order.destination();
    var pushed =
        pushing.run(
            new PushRequest(
                request.tenant(),
                order.reference(),
                destination == null ? null : Reference.parse(destination),
                order.registry().access(),
                order.platform() == null ? null : Platform.parse(order.platform()),
                order.maxLayerBytes()),
            (layer, upload) -> events.emit(PushEvent.of(layer, upload)));
    return new PushAnswer(pushed.name(), pushed.manifest().digest(), pushed.manifest().size());
  }
}
