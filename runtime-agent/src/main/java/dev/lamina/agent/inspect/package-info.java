/// What an image is made of, for people: its history, its layers, its configuration.
///
/// Entry types: [ImageHistory] gives the rows of `history`, [InspectImage] the document of
/// `inspect`, both with Docker's words so that eyes and `jq` filters find what they know.
/// Everything is read from the documents in the content store and from the records of the
/// snapshots; no layer is opened, nothing is mounted, and the room owns no files.
///
/// The history in a config is what its author wrote and need not fit the layers: entries without a
/// layer have size 0, layers without an entry get a row of their own. See the image-spec,
/// config.md, "history".
@NullMarked
package dev.lamina.agent.inspect;

import org.jspecify.annotations.NullMarked;
