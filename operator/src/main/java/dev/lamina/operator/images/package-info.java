/// Images as objects: an Image for every name a namespace has anywhere, an ImageRecord for every
/// digest.
///
/// Entry type: [dev.lamina.operator.images.ImageKeeper], a loop of the leader: the census says what
/// nodes hold, [dev.lamina.operator.images.ImageRows] and [dev.lamina.operator.images.RecordRows]
/// say which objects follow, and [dev.lamina.operator.images.Upkeep] writes the difference to those
/// that exist. What is new or gone is written at once, a count alone at most once a minute and
/// object when it has settled, nothing while nothing changes. There is no watch on the objects:
/// they are listed when the operator begins to lead and from time to time, which brings back what
/// somebody deleted.
///
/// [dev.lamina.operator.images.Inspections] asks one node per unknown digest for the documents of
/// the image, by an Inspect assignment, a few at a time; [dev.lamina.operator.images.RecordDraft]
/// checks them against the digest before it believes them. A digest whose facts cannot be had gets
/// a record that says why.
@NullMarked
package dev.lamina.operator.images;

import org.jspecify.annotations.NullMarked;
