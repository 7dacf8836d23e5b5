package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws blocks of an inventory with {@code H("sweep", b, pi, u)}, every block as likely as any other, with repetition:
 * c draws find a lost fraction f with probability {@code 1 - (1-f)^c}.
 */
public final class SweepDraw {

    private static final Comparator<Sweep.Range> ON_DISK =
            Comparator.comparing(Sweep.Range::rid).thenComparing(Sweep.Range::block);

    private final List<ShardTarget> inventory;
    private final long[] ends;

    /** Draws from the shards given, in the order of their names. */
    public SweepDraw(List<ShardTarget> inventory) {
        this.inventory = inventory.stream().sorted(Comparator.comparing(ShardTarget::rid)).toList();
        this.ends = new long[this.inventory.size()];
        long end = 0;
        for (int i = 0; i < this.ends.length; i++) {
            end += this.inventory.get(i).geometry().blocks();
            this.ends[i] = end;
        }
    }

    /** Draws {@code count} blocks; sorted by shard and place, as a disk likes to read them. */
    public List<Sweep.Range> draw(Ss58Address miner, EpochKey epoch, Beacon beacon, int count) {
        if (this.ends.length == 0) {
            return List.of();
        }
        Hash pi = epoch.sweepPi(beacon.hash(), miner);
        Hash key = HashInput.of("sweep").add(beacon.hash()).add(pi).add(miner.publicKey()).hash();
        AesCtr stream = new AesCtr(AuditKeys.derive(key.bytes(), HashInput.of("draw")));
        BigInteger total = BigInteger.valueOf(this.ends[this.ends.length - 1]);
        byte[] number = new byte[AesCtr.BLOCK_BYTES];
        List<Sweep.Range> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stream.keystream(number, 0, number.length);
            drawn.add(at(new BigInteger(1, number).mod(total).longValue()));
        }
        drawn.sort(ON_DISK);
        return drawn;
    }

    /** Every block of the shards given. */
    public static List<Sweep.Range> whole(List<ShardTarget> shards) {
        return shards.stream()
                .map(shard -> new Sweep.Range(shard.rid(), 0, shard.geometry().blocks()))
                .toList();
    }

    private Sweep.Range at(long block) {
        int low = 0;
        int high = this.ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (this.ends[middle] > block) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        long start = low == 0 ? 0 : this.ends[low - 1];
        return new Sweep.Range(this.inventory.get(low).rid(), (int) (block - start), 1);
    }
}
