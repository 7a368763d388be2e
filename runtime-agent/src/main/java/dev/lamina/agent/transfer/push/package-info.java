/// Images of the store to a registry.
///
/// Entry type: [dev.lamina.agent.transfer.push.PushImage]. Blobs go as they are kept, several at
/// the same time, and none that the registry has: it is asked first, then told to take it from
/// another repository where this tenant has an image with it. The manifest goes last, so that a tag
/// never stands for an image that is not whole.
///
/// Specification: distribution-spec 1.1 ("Push").
@NullMarked
package dev.lamina.agent.transfer.push;

import org.jspecify.annotations.NullMarked;
