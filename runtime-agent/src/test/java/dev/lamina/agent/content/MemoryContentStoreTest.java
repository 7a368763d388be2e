package dev.lamina.agent.content;

class MemoryContentStoreTest extends ContentStoreContract {
  private final ContentStore store = new MemoryContentStore(CLOCK);

  @Override
  ContentStore store() {
    return store;
  }
}
