package dev.lamina.operator.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentsTest {
  private static final ImageBuild BUILD = build("web");
  private static final ContainerRun RUN = run("web");

  static Stream<Arguments> phases() {
    return Stream.of(
        Arguments.of("build waiting", aBuild().waiting(), true),
        Arguments.of("build running", aBuild().running(), true),
        Arguments.of("build running, cancelled", aBuild().cancel().running(), true),
        Arguments.of("build succeeded", aBuild().succeeded(), false),
        Arguments.of("build failed", aBuild().failed("RunFailed"), false),
        Arguments.of("run running", aRun().running(), true),
        Arguments.of("run stopped", aRun().stop().reported(ConditionStatus.True, "Stopped"), true),
        Arguments.of("run completed", aRun().succeeded(), false),
        Arguments.of("run completed, to be removed", aRun().cancel().succeeded(), true),
        Arguments.of("run failed, to be removed", aRun().cancel().failed("StartError"), true),
        Arguments.of("run removed", aRun().cancel().failed("Cancelled"), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("phases")
  void listsOpenWorkOnly(String name, NodeTask task, boolean isListed) {
    assertEquals(isListed, !assignments(List.of(task)).isEmpty(), name);
  }

  @Test
  void anAssignmentNamesItsTask() {
    var task = aRun().stop().running();
    var assignment = assignments(List.of(task)).getFirst();
    assertEquals(Operation.Run, assignment.op());
    assertEquals("team-a/" + task.getMetadata().getName(), assignment.task());
    assertEquals("team-a/web", assignment.owner());
    assertEquals(task.getSpec().assignmentID(), assignment.id());
    assertTrue(assignment.stop());
    assertFalse(assignment.cancel());
  }

  @Test
  void aSerialBuildWaitsForTheOlderOne() {
    var first = TaskSample.build(BUILD, 1, 1, "n", "Serial").running();
    var second = TaskSample.build(BUILD, 2, 1, "n", "Serial").waiting();
    assertEquals(1, assignments(List.of(first, second)).size());
    var ended = TaskSample.build(BUILD, 1, 1, "n", "Serial").failed("RunFailed");
    assertEquals(
        second.getSpec().assignmentID(), assignments(List.of(ended, second)).getFirst().id());
  }

  @Test
  void aListHasAtMost64Entries() {
    var tasks =
        LongStream.rangeClosed(1, 70)
            .mapToObj(number -> TaskSample.build(BUILD, number, 1, "n").waiting())
            .toList();
    assertEquals(64, assignments(tasks).size());
    assertEquals(tasks.getFirst().getSpec().assignmentID(), assignments(tasks).getFirst().id());
  }

  @Test
  void whatHasToGoIsNotHeldUpByAFullList() {
    var tasks =
        LongStream.rangeClosed(1, 70)
            .mapToObj(number -> TaskSample.build(BUILD, number, 1, "n"))
            .map(task -> task.waiting())
            .collect(Collectors.toCollection(ArrayList::new));
    var leaving = TaskSample.run(RUN, 99, 1, "n", TaskSample.payload()).cancel().running();
    tasks.add(leaving);
    assertEquals(leaving.getSpec().assignmentID(), assignments(tasks).getFirst().id());
  }

  @Test
  void newsIsWrittenAndTheEndOfWorkIsNot() {
    var one = entry("one", false);
    var two = entry("two", false);
    assertTrue(Assignments.needWrite(List.of(), List.of(one), Set.of()));
    assertTrue(Assignments.needWrite(List.of(one), List.of(entry("one", true)), Set.of()));
    assertFalse(Assignments.needWrite(List.of(one), List.of(one), Set.of()));
    assertFalse(Assignments.needWrite(List.of(one, two), List.of(two), Set.of("one")));
  }

  @Test
  void workWhoseTaskVanishedIsTakenBackAtOnce() {
    assertTrue(Assignments.needWrite(List.of(entry("one", false)), List.of(), Set.of()));
  }

  @Test
  void endedWorkDoesNotPileUp() {
    var ended =
        LongStream.rangeClosed(1, 17).mapToObj(number -> entry("id-" + number, false)).toList();
    var ids = Set.copyOf(ended.stream().map(Assignment::id).toList());
    assertTrue(Assignments.needWrite(ended, List.of(), ids));
  }

  private static List<Assignment> assignments(List<NodeTask> tasks) {
    return Assignments.of(tasks, task -> tasks);
  }

  private static Assignment entry(String id, boolean cancel) {
    return Assignment.ofTask(id, Operation.Build, "a/b", "a/c", cancel, false);
  }

  private static TaskSample aBuild() {
    return TaskSample.build(BUILD, 1, 1, "n");
  }

  private static TaskSample aRun() {
    return TaskSample.run(RUN, 1, 1, "n", TaskSample.payload());
  }

  private static ImageBuild build(String name) {
    var build = new ImageBuild();
    build.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace("team-a").withUid("u1").build());
    return build;
  }

  private static ContainerRun run(String name) {
    var run = new ContainerRun();
    run.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace("team-a").withUid("u2").build());
    return run;
  }
}
