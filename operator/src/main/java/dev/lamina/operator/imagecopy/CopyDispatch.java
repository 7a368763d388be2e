package dev.lamina.operator.imagecopy;

import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.imagecopy.CopyRun.Piece;
import dev.lamina.operator.nodes.Members;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Leaves the open work of a run with the dispatcher, with the credentials that it needs.
record CopyDispatch(Members members, Shares shares, String owner) {
  void put(CopyRun run, String node, Keyring keyring) {
    var assignments =
        run.openOn(node).stream().map(piece -> assignment(run, piece, keyring)).toList();
    var sealed =
        assignments.stream()
            .map(Assignment::cred)
            .filter(Objects::nonNull)
            .distinct()
            .flatMap(id -> seal(keyring, id, node).stream())
            .toList();
    shares.put(owner, node, new Share(assignments, sealed, List.of(), Set.of()));
  }

  private static Assignment assignment(CopyRun run, Piece piece, Keyring keyring) {
    var assignment = run.assignment(piece);
    return piece.op() == Operation.Push
        ? assignment.withCredential(keyring.idOf(piece.target()))
        : assignment;
  }

  private Optional<SealedValue> seal(Keyring keyring, String id, String node) {
    return members
        .imageNode(node)
        .map(ImageNode::getStatus)
        .map(status -> status.agent())
        .map(AgentState::sealingKey)
        .flatMap(key -> keyring.seal(id, key, new SealingContext(owner, node)));
  }
}
