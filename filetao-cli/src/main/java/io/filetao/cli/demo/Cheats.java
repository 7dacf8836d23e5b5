package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What happens to miners' disks. */
final class Cheats {

    private static final String SHARD_SUFFIX = ".shard";

    private Cheats() {}

    /**
     * Flips one bit of a shard on a miner's disk.
     *
     * @param length bytes of the shard, one of whose bits it is
     * @return offset of the byte with that bit
     */
    static long flipOneBit(LocalNode miner, String rid, long length) throws IOException {
        Path file =
                shards(miner).stream()
                        .filter(path -> path.endsWith(rid + SHARD_SUFFIX))
                        .findFirst()
                        .orElseThrow(() -> new IOException("The shard is not on the disk"));
        long offset = ThreadLocalRandom.current().nextLong(length);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 1 << ThreadLocalRandom.current().nextInt(8)));
            channel.write(one.rewind(), offset);
        }
        return offset;
    }

    /** Deletes every shard of a miner, and answers how many there were. */
    static int deleteEverything(LocalNode miner) throws IOException {
        List<Path> shards = shards(miner);
        for (Path shard : shards) {
            Files.delete(shard);
        }
        return shards.size();
    }

    private static List<Path> shards(LocalNode miner) throws IOException {
        try (Stream<Path> all = Files.walk(miner.directory())) {
            return all.filter(path -> path.toString().endsWith(SHARD_SUFFIX)).toList();
        }
    }
}
