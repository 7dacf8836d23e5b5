package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A validator asks a miner to prove one shard.
 *
 * @param rid the shard
 * @param number n, from 1
 * @param epoch whose key pi was made with
 * @param epochKey the published hash of that key
 * @param beacon b
 * @param pi what made the challenge unpredictable
 * @param head {@code C_{n-1}}
 * @param deadlines how long the miner has
 * @param previous the verdict of n-1 for a miner that did not hear it, null when n = 1 or nobody knows it any more
 * @param signature the validator's, over {@code H("challenge", all fields before)}
 */
public record Challenge(
        ShardId rid,
        int number,
        int epoch,
        Hash epochKey,
        Beacon beacon,
        Hash pi,
        Hash head,
        Deadlines deadlines,
        @Nullable Previous previous,
        Signature signature) {

    /**
     * The link that led to the head.
     *
     * @param head {@code C_{n-2}}
     */
    public record Previous(Hash head, Link link) {}

    /**
     * Draws and signs the next challenge of a shard.
     *
     * @param chain where the shard's chain stands
     * @param previous how it got there, null when that is not known
     */
    public static Challenge issue(
            ShardTarget shard,
            SeedChain chain,
            @Nullable Previous previous,
            EpochKey epoch,
            Beacon beacon,
            Signer validator) {
        Hash pi = epoch.pi(beacon.hash(), shard.rid());
        Deadlines deadlines = Deadlines.forBytes(shard.length());
        byte[] unsigned =
                unsigned(
                        shard.rid(),
                        chain.counter() + 1,
                        epoch.epoch(),
                        epoch.hash(),
                        beacon,
                        pi,
                        chain.head(),
                        deadlines,
                        previous);
        return new Challenge(
                shard.rid(),
                chain.counter() + 1,
                epoch.epoch(),
                epoch.hash(),
                beacon,
                pi,
                chain.head(),
                deadlines,
                previous,
                Signature.of(validator.sign(signed(unsigned))));
    }

    /** {@code seed = H("seed", b, pi, C_{n-1}, rid, n)}. */
    public Hash seed() {
        return HashInput.of("seed")
                .add(this.beacon.hash())
                .add(this.pi)
                .add(this.head)
                .add(this.rid)
                .add(this.number)
                .hash();
    }

    /**
     * The two segments to open: halves of {@code H("spot", b, pi, rid)} as big-endian numbers modulo the number of
     * segments. Never from K, or the miner tries blindings until they fall on segments that it kept.
     */
    int[] spots(ShardGeometry geometry) {
        return Spots.of(this.beacon.hash(), this.pi, this.rid, geometry.segments());
    }

    /** Whether pi was made with this key, and the key is the one that was published by its hash. */
    public boolean isDrawnWith(EpochKey key) {
        return key.epoch() == this.epoch
                && key.hash().equals(this.epochKey)
                && key.pi(this.beacon.hash(), this.rid).equals(this.pi);
    }

    public boolean isSignedBy(Ss58Address validator) {
        return isSignedBy(validator, SignatureCheck.SR25519);
    }

    boolean isSignedBy(Ss58Address validator, SignatureCheck check) {
        return check.verify(validator, signed(unsigned()), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter().bytes(unsigned()).signature(this.signature).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Challenge decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.CHALLENGE);
        ShardId rid = reader.shardId();
        int number = reader.int32();
        if (number < 1) {
            throw reader.malformed("challenges are counted from 1");
        }
        Challenge challenge =
                new Challenge(
                        rid,
                        number,
                        reader.int32(),
                        reader.hash(),
                        Beacon.read(reader),
                        reader.hash(),
                        reader.hash(),
                        Deadlines.read(reader),
                        reader.flag() ? new Previous(reader.hash(), Link.read(reader)) : null,
                        reader.signature());
        reader.end();
        return challenge;
    }

    private byte[] unsigned() {
        return unsigned(
                this.rid,
                this.number,
                this.epoch,
                this.epochKey,
                this.beacon,
                this.pi,
                this.head,
                this.deadlines,
                this.previous);
    }

    private static byte[] unsigned(
            ShardId rid,
            int number,
            int epoch,
            Hash epochKey,
            Beacon beacon,
            Hash pi,
            Hash head,
            Deadlines deadlines,
            @Nullable Previous previous) {
        MessageWriter out =
                new MessageWriter(MessageType.CHALLENGE)
                        .shardId(rid)
                        .int32(number)
                        .int32(epoch)
                        .hash(epochKey);
        beacon.write(out);
        out.hash(pi).hash(head);
        deadlines.write(out);
        out.flag(previous != null);
        if (previous != null) {
            out.hash(previous.head());
            previous.link().write(out);
        }
        return out.toBytes();
    }

    private static byte[] signed(byte[] unsigned) {
        return HashInput.of("challenge").add(unsigned).hash().bytes();
    }
}
