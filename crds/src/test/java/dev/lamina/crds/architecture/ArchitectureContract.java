package dev.lamina.crds.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The map of rooms is code: a module hands in its table of allowed arrows and the homes of
/// third-party APIs, and these tests hold the classes against it.
@TestInstance(Lifecycle.PER_CLASS) // the classes are read once
public abstract class ArchitectureContract {
  private static final String LAMINA = "dev.lamina.";

  private final String root;
  private final Map<String, Set<String>> mayUse;
  private final Map<String, Set<String>> homes;
  private final Set<String> otherModules;
  private final JavaClasses classes;

  /// @param root the root package of the module
  /// @param mayUse room -> rooms it may use; the classes directly in `root` may use everything
  /// @param homes package prefix of a third-party API -> rooms that may touch it; the root may, to
  ///   wire them
  /// @param otherModules root packages of the Lamina modules this one may depend on
  protected ArchitectureContract(
      String root,
      Map<String, Set<String>> mayUse,
      Map<String, Set<String>> homes,
      Set<String> otherModules) {
    this.root = root;
    this.mayUse = Map.copyOf(mayUse);
    this.homes = Map.copyOf(homes);
    this.otherModules = Set.copyOf(otherModules);
    this.classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
  }

  /// Splits a table cell: `rooms("image linux")`.
  protected static Set<String> rooms(String names) {
    return names.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(names.split(" ")));
  }

  @Test
  void everyRoomIsOnTheMap() {
    var seen =
        classes.stream().flatMap(type -> room(type).stream()).collect(toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(mayUse.keySet()), seen, "rooms with classes (guard: never empty)");
    assertFalse(seen.isEmpty(), "the import saw no classes below " + root);
  }

  @Test
  void roomsUseOnlyTheRoomsTheyAreAllowedTo() {
    assertNoneOf(dependency -> {
      var from = room(dependency.getOriginClass());
      var to = room(dependency.getTargetClass());
      return from.isPresent()
          && to.isPresent()
          && !from.equals(to)
          && !mayUse.getOrDefault(from.get(), Set.of()).contains(to.get());
    });
  }

  @Test
  void theMapHasNoCycle() {
    var remaining = new HashMap<>(mayUse);
    var placed = new HashSet<String>();
    while (!remaining.isEmpty()) {
      var next =
          remaining.keySet().stream()
              .filter(room -> placed.containsAll(mayUse.getOrDefault(room, Set.of())))
              .toList();
      assertFalse(next.isEmpty(), () -> "cycle among " + remaining.keySet());
      placed.addAll(next);
      next.forEach(remaining::remove);
    }
  }

  @Test
  void roomsDoNotUseTheCompositionRoot() {
    assertNoneOf(dependency ->
        room(dependency.getOriginClass()).isPresent()
            && dependency.getTargetClass().getPackageName().equals(root));
  }

  @Test
  void everyThirdPartyApiStaysInItsHome() {
    assertNoneOf(dependency -> {
      var room = room(dependency.getOriginClass());
      return room.isPresent()
          && homes.entrySet().stream()
              .filter(home -> dependency.getTargetClass().getName().startsWith(home.getKey()))
              .anyMatch(home -> !home.getValue().contains(room.get()));
    });
  }

  @Test
  void modulesStayApart() {
    assertNoneOf(dependency -> {
      var target = dependency.getTargetClass().getPackageName() + ".";
      return target.startsWith(LAMINA)
          && !target.startsWith(root + ".")
          && otherModules.stream().noneMatch(module -> target.startsWith(module + "."));
    });
  }

  @Test
  void everyRoomIsNullMarked() {
    var unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .toList();
    assertTrue(unmarked.isEmpty(), unmarked::toString);
  }

  private void assertNoneOf(Predicate<Dependency> isForbidden) {
    var violations = dependencies().filter(isForbidden).map(Dependency::getDescription).toList();
    assertEquals(List.of(), violations, () -> String.join("\n", violations));
  }

  private Stream<Dependency> dependencies() {
    return classes.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
  }

  private Optional<String> room(JavaClass type) {
    var prefix = root + ".";
    var name = type.getPackageName();
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()).split("\\.", 2)[0])
        : Optional.empty();
  }
}
