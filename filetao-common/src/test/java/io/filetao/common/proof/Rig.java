package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A validator that challenges one shard over and over, as it would over HTTP but without the wire. */
final class Rig {

    static final Duration AT_ONCE = Duration.ofMillis(3);

    final ShardTarget shard;
    final ShardHeader header;
    final Verifier verifier = new Verifier(Samples.KEYS);
    SeedChain chain;
    Challenge.Previous previous;
    long height = 300;

    Rig(ShardHeader header) {
        this.header = header;
        this.shard = ShardTarget.of(header);
        this.chain = SeedChain.start(header.initial());
    }

    static Beacon beacon(long height) {
        return new Beacon(height, Hash.sha256(ByteBuffer.allocate(8).putLong(height).array()));
    }

    Challenge next() {
        this.height += Beacon.INTERVAL;
        return Challenge.issue(
                this.shard,
                this.chain,
                this.previous,
                Samples.KEYS.epoch(7),
                beacon(this.height),
                Samples.VALIDATOR);
    }

    Audit.Outcome conclude(Audit audit) {
        Audit.Outcome outcome = audit.conclude(Samples.VALIDATOR);
        this.chain = outcome.chain();
        this.previous = outcome.previous();
        return outcome;
    }

    /** One whole round against a miner. */
    Audit.Outcome round(RigMiner miner) {
        Audit audit = new Audit(this.verifier, this.shard, next());
        byte[] answer = miner.answer(audit.challenge());
        if (answer != null && audit.answer(ByteBuffer.wrap(answer), miner.answerTook()).passed()) {
            byte[] opening = miner.open(audit.openingRequest());
            if (opening != null) {
                audit.opening(ByteBuffer.wrap(opening), miner.openingTook());
            }
        }
        return conclude(audit);
    }

    /** The miner's side of a challenge, honest or not. Null is no answer. */
    interface RigMiner {

        byte[] answer(Challenge challenge);

        byte[] open(OpeningRequest request);

        default Duration answerTook() {
            return AT_ONCE;
        }

        default Duration openingTook() {
            return AT_ONCE;
        }
    }

    /** Answers from what it stores, as the protocol says. */
    static class HonestMiner implements RigMiner {

        final Prover prover = new Prover(Samples.MINER);
        ShardMeta meta;
        SealedShard data;
        PreparedAnswer prepared;

        HonestMiner(Samples.Stored stored) {
            this.meta = stored.meta();
            this.data = stored.data();
        }

        @Override
        public byte[] answer(Challenge challenge) {
            this.prepared = prepare(challenge);
            return this.prepared.answer().encode();
        }

        @Override
        public byte[] open(OpeningRequest request) {
            return this.prepared.opening().encode();
        }

        PreparedAnswer prepare(Challenge challenge) {
            try {
                return this.prover.answer(challenge, this.meta, this.data);
            } catch (java.io.IOException damaged) {
                throw new java.io.UncheckedIOException(damaged);
            }
        }
    }
}
