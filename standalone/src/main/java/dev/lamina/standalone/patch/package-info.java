/// The four ways to change a part of an object: JSON patch, JSON merge patch, strategic merge patch
/// and server-side apply.
///
/// Entry types: `JsonOperations`, `JsonMergePatch`, `StrategicMergePatch`, and
/// [dev.lamina.standalone.patch.FieldOwnership], which also records in `metadata.managedFields` who
/// wrote what, on every write. Granularity comes from the schema: list types, map types.
///
/// Left out of server-side apply: conversion of field sets between versions (there is one version)
/// and the cap on the number of updating managers.
@NullMarked
package dev.lamina.standalone.patch;

import org.jspecify.annotations.NullMarked;
