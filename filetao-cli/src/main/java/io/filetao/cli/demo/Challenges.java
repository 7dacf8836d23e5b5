package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.cid.Cid;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.challenge.ChallengeRound;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Has the validator challenge the shards of a file, as it does in its rounds. */
final class Challenges {

    /** A shard is challenged once per beacon, and beacons are a few blocks apart. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ChallengeRound round;
    private final FileIndex index;

    Challenges(LocalNode validator) {
        this.round = validator.part(ChallengeRound.class);
        this.index = validator.part(FileIndex.class);
    }

    /** The validator's record of a file. */
    FileRecord record(Cid cid) {
        return this.index.find(cid.toString()).orElseThrow();
    }

    /** Challenges each shard of a file once, as soon as it is due, and answers the verdicts in their order. */
    Collection<AuditedShard> challenge(Cid cid) throws InterruptedException {
        int shards =
                record(cid).segments().stream().mapToInt(segment -> segment.shards().size()).sum();
        Map<Integer, AuditedShard> verdicts = new TreeMap<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (verdicts.size() < shards && System.nanoTime() < deadline) {
            for (AuditedShard audited : this.round.run(record(cid))) {
                verdicts.putIfAbsent(audited.segment() * 256 + audited.shard().number(), audited);
            }
            if (verdicts.size() < shards) {
                Thread.sleep(PAUSE);
            }
        }
        return verdicts.values();
    }
}
