/// The local API: every use case of the agent as JSON over HTTP on a unix-domain socket.
///
/// [ApiRouter] maps method and path to a handler and is all there is to the API: [ApiServer] puts
/// it on the socket, [InProcessClient] calls it without one, [SocketClient] calls it through one.
/// So a verb of the command line is the same code with a daemon and without.
///
/// A short call answers with one JSON document. Long work answers with JSON lines: progress
/// objects, then `{"result": ...}` or `{"error": {"reason", "message"}}`; a stream that ends with
/// neither was cut off. The socket lies in the run directory, mode 0600: whoever may open it is
/// root on this node.
///
/// The mirror of the node ([dev.lamina.agent.http.mirror]) is a second door of the same server, a
/// port of loopback: off unless `serve --mirror` asks for it, as the chart does.
///
/// Why Jetty: the JDK's server cannot listen on a unix-domain socket, nor can its clients speak
/// through one, so [HttpWire] does.
@NullMarked
package dev.lamina.agent.http;

import org.jspecify.annotations.NullMarked;
