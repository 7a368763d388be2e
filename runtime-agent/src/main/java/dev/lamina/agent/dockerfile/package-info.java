/// The Dockerfile language: text to typed instructions to expanded instructions, and .dockerignore.
///
/// Entry types: [Dockerfile] (the whole file: directives, global arguments, stages), [StageScope]
/// (variables of a stage while its instructions are dispatched), [PathPatterns] (.dockerignore and
/// `--exclude`), [Wildcard] (sources of COPY and ADD). The steps are those of BuildKit's frontend:
/// physical lines, [LogicalLine]s with their heredocs, [InstructionLine]s split into name, flags
/// and arguments, [Instruction]s.
///
/// Pure functions of text: nothing here touches a file, a clock or another room. The language is
/// parsed whole; what the builder cannot execute is refused by the builder, by name. Every failure
/// is a [DockerfileException] with the line and the instruction.
///
/// Dockerfiles are hostile input: file, line, expansion and nesting are limited, and no pattern is
/// ever given to java.util.regex. [Glob] matches in time proportional to pattern times text.
///
/// The reference is BuildKit's Dockerfile reference; where its implementation differs from the
/// text, the implementation is followed, because images have to come out the same.
@NullMarked
package dev.lamina.agent.dockerfile;

import org.jspecify.annotations.NullMarked;
