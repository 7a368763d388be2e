/// Decides: reconcilers for the kinds of users, scheduling, dispatch, status.
///
/// Entry types: [dev.lamina.operator.OperatorMain] for a process of its own,
/// [dev.lamina.operator.LaminaOperator] for one inside another. This package is the composition
/// root: constructors called by hand, no framework. Read a kind's room first (`imagebuild`,
/// `containerrun`); each has the shape observe -> decide -> report -> act. The rooms of kinds never
/// use each other.
@NullMarked
package dev.lamina.operator;

import org.jspecify.annotations.NullMarked;
