package io.filetao.common.proof;

import java.io.IOException;

/** Stored bytes are not those that were received: the disk lost or changed them. */
public class DamagedShardException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedShardException(ShardId rid, int piece) {
        super("Piece " + piece + " of shard " + rid + " is damaged on disk");
    }
}
