/// ImageBuild: an image from a Dockerfile.
///
/// Entry type: [dev.lamina.crds.imagebuild.ImageBuild]. Read the spec first, it names the other
/// records. The object is level-based: its spec says what the image should be made of, and every
/// change of what matters (`status.inputsHash`) gets the next build number. There is no second kind
/// for a single build, because such a kind needs generated names, which `kubectl apply` and GitOps
/// cannot use; `status.history` and the NodeTasks are the records of single builds.
///
/// A default that appears in a description is also what the compact constructor of the record puts
/// in, so that readers need not care whether an object went through an API server.
@NullMarked
package dev.lamina.crds.imagebuild;

import org.jspecify.annotations.NullMarked;
