package io.filetao.common.transfer;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.WrongPieceException;
import io.filetao.common.protocol.dendrite.DendriteException;
import java.io.EOFException;
import java.io.IOException;

/** What a miner did wrong in a transfer. */
public enum TransferFault {
    /** No connection, or it broke. */
    UNREACHABLE,
    /** Nothing moved for the idle time. */
    TIMEOUT,
    /** It answered with an error status, such as a full disk. */
    REFUSED,
    /** It says that it does not hold the shard. */
    MISSING,
    /** Its answer is unsigned, malformed, too long or too short. */
    WRONG_ANSWER,
    /** Its receipt is not for the shard that was sent. */
    WRONG_RECEIPT,
    /** It failed the challenge after a store. */
    FAILED_CHALLENGE,
    /** It served bytes that are not the shard's. */
    WRONG_PIECE;

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    /** Whether the same miner may serve the same shard a little later. */
    public boolean mayPass() {
        return this == UNREACHABLE || this == TIMEOUT || this == REFUSED;
    }

    /** The fault that a failed call shows. */
    public static TransferFault of(IOException failure) {
        return switch (failure) {
            case TransferException named -> named.fault();
            case DendriteException call -> of(call);
            case WrongPieceException wrong -> WRONG_PIECE;
            case MalformedMessageException malformed -> WRONG_ANSWER;
            case EOFException tooShort -> WRONG_ANSWER;
            default -> UNREACHABLE;
        };
    }

    private static TransferFault of(DendriteException call) {
        return switch (call.reason()) {
            case TIMEOUT -> TIMEOUT;
            case UNREACHABLE, FORBIDDEN_ADDRESS, INCOMPATIBLE -> UNREACHABLE;
            case REFUSED -> call.status() == NOT_FOUND || call.status() == GONE ? MISSING : REFUSED;
            case TOO_LARGE, BAD_SIGNATURE, MALFORMED -> WRONG_ANSWER;
        };
    }
}
