package dev.lamina.agent.http;

class InProcessClientTest extends ApiClientContract {
  @Override
  ApiClient connect(ApiRouter router) {
    return new InProcessClient(router, () -> {});
  }
}
