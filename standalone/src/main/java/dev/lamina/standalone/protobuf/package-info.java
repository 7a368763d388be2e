/// Reads `application/vnd.kubernetes.protobuf`: `kubectl create namespace|secret|configmap` and
/// `kubectl auth can-i` send nothing else. Answers are always JSON, which every client accepts.
///
/// Why not the generated classes: they are 15 MB for the eight kinds that matter here.
@NullMarked
package dev.lamina.standalone.protobuf;

import org.jspecify.annotations.NullMarked;
