/// What is allowed in a Dockerfile and better avoided.
///
/// [dev.lamina.agent.dockerfile.lint.Linter] looks at a whole file; what only shows when variables
/// are expanded is noted there and becomes a [dev.lamina.agent.dockerfile.lint.Lint] too. Names and
/// words of [dev.lamina.agent.dockerfile.lint.LintRule] are BuildKit's where it has the rule, so
/// that people find them where they look; [dev.lamina.agent.dockerfile.lint.LintChecks] is its
/// `check` directive.
@NullMarked
package dev.lamina.agent.dockerfile.lint;

import org.jspecify.annotations.NullMarked;
