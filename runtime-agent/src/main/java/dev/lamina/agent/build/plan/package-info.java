/// A parsed Dockerfile to a graph of vertices, without touching a file.
///
/// [Planner] links the stages, adds the ONBUILD triggers of their bases and dispatches the
/// instructions of those that the target needs. Each instruction that changes the filesystem
/// becomes a [Vertex] with an [Op] and the vertices it reads from; every other instruction only
/// changes the [ImageDraft], from which the image config is made when the layers are known. The
/// texts of the history are BuildKit's, byte for byte.
@NullMarked
package dev.lamina.agent.build.plan;

import org.jspecify.annotations.NullMarked;
