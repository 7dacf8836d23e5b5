package io.filetao.miner.shard.disk;

import java.io.IOException;

/** A shard's file is not one, or what stands beside the sealed bytes was changed by the disk. */
public class UnreadableShardException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableShardException(String why) {
        super("The shard's file is damaged: " + why);
    }
}
