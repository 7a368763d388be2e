/// What the kinds have in common that ask nodes without a NodeTask: who is woken by an answer
/// ([dev.lamina.operator.fleet.AnswerEvents]), and how everything is taken back
/// ([dev.lamina.operator.fleet.Withdrawal]).
@NullMarked
package dev.lamina.operator.fleet;

import org.jspecify.annotations.NullMarked;
