package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A validator asks a miner to prove blocks of many of its shards at once. Tags of one validator, miner and generation
 * add up, so that the answer stays as short as for one shard.
 *
 * @param miner u
 * @param epoch whose key pi was made with
 * @param epochKey the published hash of that key
 * @param pi over beacon and miner
 * @param ranges the blocks, in the order of their coefficients
 * @param signature the validator's, over {@code H("sweep-request", all fields before)}
 */
public record Sweep(
        Ss58Address miner,
        int epoch,
        Hash epochKey,
        Beacon beacon,
        Hash pi,
        Deadlines deadlines,
        List<Range> ranges,
        Signature signature) {

    /** Most ranges of one sweep. */
    public static final int MAX_RANGES = 16_384;

    /** Most blocks of one sweep: 4 GiB. */
    public static final int MAX_BLOCKS = 1 << 20;

    /** More than any valid request. */
    public static final int MAX_BYTES = 512 + MAX_RANGES * Range.BYTES;

    private static final int MILLISECONDS_PER_SEEK = 20;

    public Sweep {
        ranges = List.copyOf(ranges);
    }

    /**
     * Blocks that follow each other in one shard.
     *
     * @param block the first
     * @param count how many, at least one
     */
    public record Range(ShardId rid, int block, int count) {

        static final int BYTES = ShardId.BYTES + 8;

        public Range {
            if (block < 0 || count < 1 || block > Integer.MAX_VALUE - count) {
                throw new IllegalArgumentException("A range has at least one block");
            }
        }
    }

    /** Signs a sweep over blocks that were drawn with {@link SweepDraw} or chosen as whole shards. */
    public static Sweep issue(
            Ss58Address miner,
            EpochKey epoch,
            Beacon beacon,
            List<Range> ranges,
            Signer validator) {
        long blocks = ranges.stream().mapToLong(Range::count).sum();
        if (ranges.isEmpty() || ranges.size() > MAX_RANGES || blocks > MAX_BLOCKS) {
            throw new IllegalArgumentException("A sweep has 1 to " + MAX_BLOCKS + " blocks");
        }
        Hash pi = epoch.sweepPi(beacon.hash(), miner);
        Deadlines byBytes = Deadlines.forBytes(blocks * ShardGeometry.BLOCK_BYTES);
        Deadlines deadlines =
                new Deadlines(
                        byBytes.answer().plusMillis((long) MILLISECONDS_PER_SEEK * ranges.size()),
                        byBytes.opening());
        byte[] unsigned =
                unsigned(miner, epoch.epoch(), epoch.hash(), beacon, pi, deadlines, ranges);
        return new Sweep(
                miner,
                epoch.epoch(),
                epoch.hash(),
                beacon,
                pi,
                deadlines,
                ranges,
                Signature.of(validator.sign(signed(unsigned))));
    }

    /** {@code H("sweep-nu", b, pi, list)}. */
    public Hash seed() {
        return HashInput.of("sweep-nu")
                .add(this.beacon.hash())
                .add(this.pi)
                .add(list(this.ranges))
                .hash();
    }

    /** Blocks of all ranges. */
    public int blocks() {
        return this.ranges.stream().mapToInt(Range::count).sum();
    }

    public boolean isSignedBy(Ss58Address validator) {
        return SignatureCheck.SR25519.verify(validator, signed(unsigned()), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter().bytes(unsigned()).signature(this.signature).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Sweep decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SWEEP);
        Sweep sweep =
                new Sweep(
                        reader.address(),
                        reader.int32(),
                        reader.hash(),
                        Beacon.read(reader),
                        reader.hash(),
                        Deadlines.read(reader),
                        ranges(reader),
                        reader.signature());
        reader.end();
        return sweep;
    }

    private static List<Range> ranges(MessageReader in) throws MalformedMessageException {
        int count = in.int32();
        if (count < 1 || count > MAX_RANGES || (long) count * Range.BYTES > in.remaining()) {
            throw in.malformed("it has no ranges or too many");
        }
        List<Range> ranges = new ArrayList<>(count);
        long blocks = 0;
        for (int i = 0; i < count; i++) {
            ShardId rid = in.shardId();
            int block = in.int32();
            int length = in.int32();
            blocks += length;
            if (length < 1 || block > Integer.MAX_VALUE - length || blocks > MAX_BLOCKS) {
                throw in.malformed("a range has no blocks or too many");
            }
            ranges.add(new Range(rid, block, length));
        }
        return ranges;
    }

    private byte[] unsigned() {
        return unsigned(
                this.miner,
                this.epoch,
                this.epochKey,
                this.beacon,
                this.pi,
                this.deadlines,
                this.ranges);
    }

    private static byte[] unsigned(
            Ss58Address miner,
            int epoch,
            Hash epochKey,
            Beacon beacon,
            Hash pi,
            Deadlines deadlines,
            List<Range> ranges) {
        MessageWriter out =
                new MessageWriter(MessageType.SWEEP).address(miner).int32(epoch).hash(epochKey);
        beacon.write(out);
        out.hash(pi);
        deadlines.write(out);
        return out.bytes(list(ranges)).toBytes();
    }

    private static byte[] list(List<Range> ranges) {
        MessageWriter out = new MessageWriter().int32(ranges.size());
        for (Range range : ranges) {
            out.shardId(range.rid()).int32(range.block()).int32(range.count());
        }
        return out.toBytes();
    }

    private static byte[] signed(byte[] unsigned) {
        return HashInput.of("sweep-request").add(unsigned).hash().bytes();
    }
}
