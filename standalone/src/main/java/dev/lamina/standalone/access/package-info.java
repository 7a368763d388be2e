/// Who sends a request and whether they may: bearer tokens ([dev.lamina.standalone.access.Tokens],
/// which owns `tokens.json`, mode 0600) and RBAC rules ([dev.lamina.standalone.access.User]).
///
/// The users are fixed: administrator, operator, agent. The rules of the last two are those of the
/// Helm chart, so that a right that is missing on a cluster is missing here too.
@NullMarked
package dev.lamina.standalone.access;

import org.jspecify.annotations.NullMarked;
