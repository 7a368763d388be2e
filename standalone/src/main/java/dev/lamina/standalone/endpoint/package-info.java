/// The verbs, free of HTTP: [dev.lamina.standalone.endpoint.Reader] (get, list),
/// [dev.lamina.standalone.endpoint.Watch], [dev.lamina.standalone.endpoint.Writer] (create, update,
/// patch) and [dev.lamina.standalone.endpoint.Reviews]. Deletion is in `lifecycle`.
///
/// The path of a write: identity -> unknown fields, defaults -> server metadata -> what is special
/// about the kind (`Strategy`) -> ownership of fields -> schema, rules -> store. All of it happens
/// in one transaction, so read-modify-write never meets a conflict of its own making, and a dry run
/// is the same path with the transaction forgotten.
@NullMarked
package dev.lamina.standalone.endpoint;

import org.jspecify.annotations.NullMarked;
