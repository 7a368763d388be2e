package dev.lamina.crds.sealing;

/// What a sealed value is for; sealer and opener have to say the same.
///
/// @param owner `namespace/name` of the user's object
/// @param node the node that may open it
public record SealingContext(String owner, String node) {}
