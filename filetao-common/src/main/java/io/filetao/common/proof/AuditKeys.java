package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.crypto.Hkdf;
import io.filetao.common.wallet.Ss58Address;
import java.nio.charset.StandardCharsets;

/**
 * A validator's audit key {@code k_v} and seal key {@code z_v}, both derived from its hotkey's seed, so that the
 * hotkey's mnemonic is their backup. They never leave the validator and its API nodes.
 */
public final class AuditKeys {

    private static final byte[] PROTOCOL = "FILETAO-V01".getBytes(StandardCharsets.US_ASCII);

    private final byte[] auditKey;
    private final byte[] sealKey;
    private final int gen;

    private AuditKeys(byte[] auditKey, byte[] sealKey, int gen) {
        this.auditKey = auditKey;
        this.sealKey = sealKey;
        this.gen = gen;
    }

    /**
     * Derives both keys.
     *
     * @param hotkeySeed the 32-byte mini secret of the validator's hotkey
     * @param gen generation that the seed and the tag keys belong to, from 0
     */
    public static AuditKeys ofSeed(byte[] hotkeySeed, int gen) {
        if (hotkeySeed.length != 32 || gen < 0) {
            throw new IllegalArgumentException(
                    "A seed has 32 bytes and a generation is not negative");
        }
        return new AuditKeys(
                derive(hotkeySeed, HashInput.of("audit")),
                derive(hotkeySeed, HashInput.of("seal-root")),
                gen);
    }

    /** Generation of new shards. */
    public int gen() {
        return this.gen;
    }

    /** {@code k_vu = HKDF(k_v, "tag", u, gen)} and what follows from it, of the generation given. */
    public PairKey pair(Ss58Address miner, int generation) {
        return new PairKey(
                derive(this.auditKey, HashInput.of("tag").add(miner.publicKey()).add(generation)));
    }

    /** The keystream that seals and unseals one shard: {@code AES-CTR(HKDF(z_v, "seal", rid, u))}. */
    AesCtr seal(ShardId rid, Ss58Address miner) {
        return new AesCtr(
                derive(this.sealKey, HashInput.of("seal").add(rid).add(miner.publicKey())));
    }

    /** {@code HKDF(k_v, "pi", epoch)}, which unpredictable challenges are drawn with. */
    public EpochKey epoch(int epoch) {
        return new EpochKey(epoch, derive(this.auditKey, HashInput.of("pi").add(epoch)));
    }

    /** HKDF of the specification: 32 bytes for a label and fields. */
    static byte[] derive(byte[] key, HashInput info) {
        return Hkdf.derive(key, PROTOCOL, info.bytes(), 32);
    }
}
