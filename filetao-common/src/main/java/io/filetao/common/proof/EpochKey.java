package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What makes a validator's challenges of one epoch unpredictable. Its hash is published before the epoch, the key
 * itself after the epoch's last deadline, so that anybody can check that challenges were not chosen at will.
 */
public final class EpochKey {

    /** Size in bytes. */
    public static final int BYTES = 32;

    private static final byte[] SWEEP = {'s', 'w', 'e', 'e', 'p'};
    private static final byte[] SWEEP_PART = "sweep-part".getBytes(StandardCharsets.US_ASCII);

    private final int epoch;
    private final byte[] key;

    /**
     * A key that was derived or revealed.
     *
     * @param key 32 bytes
     */
    public EpochKey(int epoch, byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("The key of an epoch has 32 bytes");
        }
        this.epoch = epoch;
        this.key = key.clone();
    }

    /** The epoch's number. */
    public int epoch() {
        return this.epoch;
    }

    /** {@code H("pi-key", epoch, key)}, published before the epoch. */
    public Hash hash() {
        return HashInput.of("pi-key").add(this.epoch).add(this.key).hash();
    }

    /** The key, to be revealed after the epoch only. */
    public byte[] reveal() {
        return this.key.clone();
    }

    /** pi of one shard's challenge: {@code HMAC(key, b, rid)}. */
    Hash pi(Hash beacon, ShardId rid) {
        return mac(HashInput.ofBytes(beacon.bytes()).add(rid));
    }

    /** pi of a sweep: {@code HMAC(key, b, u, "sweep")}. */
    Hash sweepPi(Hash beacon, Ss58Address miner) {
        return mac(HashInput.ofBytes(beacon.bytes()).add(miner.publicKey()).add(SWEEP));
    }

    /**
     * Which part of a miner's inventory the epoch's sweep is drawn over, when that is too large for one: {@code x*parts >> 64}, x being
     * the first 8 bytes of {@code HMAC(key, u, "sweep-part")}. So no miner knows what is safe for now.
     *
     * @param parts how many there are, at least 1
     */
    public int sweepPart(Ss58Address miner, int parts) {
        byte[] drawn = mac(HashInput.ofBytes(miner.publicKey()).add(SWEEP_PART)).bytes();
        return (int) Math.unsignedMultiplyHigh(ByteBuffer.wrap(drawn).getLong(), parts);
    }

    private Hash mac(HashInput input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(this.key, "HmacSHA256"));
            return Hash.of(mac.doFinal(input.bytes()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has HmacSHA256", absent);
        }
    }
}
