/// The error answers of the API: [dev.lamina.standalone.status.Status] is what a client reads,
/// [dev.lamina.standalone.status.StatusException] how every room below the HTTP server ends a
/// request.
///
/// Invariant: wording, code and reason are those of kube-apiserver 1.32, because kubectl prints and
/// client libraries match them.
@NullMarked
package dev.lamina.standalone.status;

import org.jspecify.annotations.NullMarked;
