package io.filetao.validator.reindex;

import io.filetao.common.broadband.Manifest;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts one file together again from its newest manifest and from what miners list. Decisions only.
 *
 * <p>Of each number the shard is taken that the manifest names, if its miner still lists it; else another that was stored since; else
 * the manifest's, if its miner could not be asked. What nobody lists is left out, and repair completes it. Chains of challenges go on at a number that no miner can have
 * reached, which a miner follows (docs/spec/proofs.md).
 *
 * @param file as it is recorded now
 * @param claims that are not over
 * @param listed numbers of which some miner lists a shard
 * @param dropped numbers of the manifest of which nobody lists a shard, although its miner could be asked or is gone
 */
record Recovery(FileRecord file, List<Claim> claims, int listed, int dropped) {

    /**
     * @param silent miners that could not be asked
     * @param counter challenge number beyond all that were given
     */
    static Recovery of(
            Manifest manifest,
            Collection<FoundShard> found,
            Set<Ss58Address> silent,
            int counter,
            Instant now) {
        Map<String, FoundShard> byRid = new HashMap<>();
        found.forEach(shard -> byRid.put(shard.rid(), shard));
        List<SegmentRecord> segments = new ArrayList<>();
        int listed = 0;
        int dropped = 0;
        for (int index = 0; index < manifest.record().segments().size(); index++) {
            SegmentRecord segment = manifest.record().segments().get(index);
            Map<Integer, ShardRecord> shards = new TreeMap<>();
            for (ShardRecord shard : segment.shards()) {
                if (byRid.containsKey(shard.rid())) {
                    shards.put(
                            shard.number(),
                            shard.linked(shard.head(), Math.max(shard.counter(), counter)));
                }
            }
            for (FoundShard shard : found) {
                if (shard.segment() == index && shard.number() < segment.n()) {
                    shards.putIfAbsent(shard.number(), started(shard, counter));
                }
            }
            listed += shards.size();
            for (ShardRecord shard : segment.shards()) {
                if (silent.contains(shard.miner())) {
                    shards.putIfAbsent(
                            shard.number(),
                            shard.linked(shard.head(), Math.max(shard.counter(), counter)));
                } else if (!shards.containsKey(shard.number())) {
                    dropped++;
                }
            }
            segments.add(
                    new SegmentRecord(
                            segment.size(),
                            segment.k(),
                            segment.n(),
                            List.copyOf(shards.values())));
        }
        FileRecord record = manifest.record();
        return new Recovery(
                new FileRecord(
                        record.cid(),
                        record.fileId(),
                        record.size(),
                        record.contentRoot(),
                        record.createdAt(),
                        segments),
                manifest.claims().stream().filter(claim -> claim.expiresAt().isAfter(now)).toList(),
                listed,
                dropped);
    }

    /** Whether every segment has enough shards to be read. */
    boolean isReadable() {
        return this.file.segments().stream()
                .allMatch(segment -> segment.shards().size() >= segment.k());
    }

    /** Whether most miners that can be asked have let go of it, as they do when a file is deleted. */
    boolean looksDeleted() {
        return this.dropped > this.listed;
    }

    private static ShardRecord started(FoundShard shard, int counter) {
        return new ShardRecord(
                shard.number(),
                shard.rid(),
                shard.miner(),
                shard.gen(),
                shard.length(),
                shard.root(),
                shard.initial(),
                counter,
                // Never proven as far as is known, so that it is challenged first.
                Instant.EPOCH,
                null);
    }
}
