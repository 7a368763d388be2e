/// The frozen orders inside a NodeTask.
///
/// [dev.lamina.crds.payload.BuildOrder] and [dev.lamina.crds.payload.RunOrder] are written by the
/// operator and read by one agent; [dev.lamina.crds.payload.Payload] turns them into JSON, back,
/// and into the hash that the agent checks before it believes an order. Quantities are plain
/// numbers here (`512Mi` is 536870912): the operator has refused what cannot be read.
///
/// The schema of `NodeTask.spec.payload` is open on purpose: an order is a contract between two
/// programs of one release, not an API for people.
@NullMarked
package dev.lamina.crds.payload;

import org.jspecify.annotations.NullMarked;
