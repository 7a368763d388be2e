/// What the API serves: [dev.lamina.standalone.resource.KubeObject] is one object,
/// [dev.lamina.standalone.resource.ResourceType] its kind, and
/// [dev.lamina.standalone.resource.Catalog] the kinds served now.
///
/// The built-in kinds are CustomResourceDefinitions in the resource folder `builtin/`, so that one
/// schema drives validation, defaults, apply, tables and documentation for them as for custom
/// kinds. They hold the fields that Lamina and kubectl use and keep others as they come.
///
/// One served version per definition: conversion is what the real API server is for.
@NullMarked
package dev.lamina.standalone.resource;

import org.jspecify.annotations.NullMarked;
