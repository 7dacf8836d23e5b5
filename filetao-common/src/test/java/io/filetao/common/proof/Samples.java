package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;

/** Shards, keys and parties that are the same in every run. */
final class Samples {

    static final Keypair VALIDATOR = Keypair.ofUri("//Validator");
    static final Keypair MINER = Keypair.ofUri("//Miner");
    static final Keypair OTHER_MINER = Keypair.ofUri("//Miner//2");
    static final AuditKeys KEYS = AuditKeys.ofSeed(VALIDATOR.miniSecret(), 0);

    private Samples() {}

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static StoreOffer offer(long length, long seed) {
        return offer(length, seed, MINER);
    }

    static StoreOffer offer(long length, long seed, Keypair miner) {
        Random random = new Random(~seed);
        return new StoreOffer(
                new ShardId(random.nextLong(), random.nextLong()),
                0,
                new FileId(random.nextLong(), random.nextLong()),
                3,
                1,
                2,
                6,
                length,
                VALIDATOR.address(),
                miner.address());
    }

    static StoreTrailer trailer(StoreOffer offer, byte[] plain) {
        ShardSealer sealer =
                new ShardSealer(
                        KEYS, offer, Hash.sha256("blinding".getBytes(), offer.rid().bytes()));
        sealer.update(plain, 0, plain.length);
        return sealer.finish(VALIDATOR);
    }

    static byte[] sealed(StoreOffer offer, byte[] plain) {
        try (SealStream stream = new SealStream(KEYS, offer, new ByteArrayInputStream(plain))) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stored store(int length, long seed) {
        return store(bytes(length, seed), offer(length, seed));
    }

    static Stored store(byte[] plain, StoreOffer offer) {
        try {
            byte[] sealed = sealed(offer, plain);
            ShardReceiver receiver = new ShardReceiver(offer, offer.miner());
            receiver.update(sealed, 0, sealed.length);
            return new Stored(plain, sealed, receiver.finish(trailer(offer, plain)));
        } catch (ShardRefusedException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** A shard as its miner holds it. */
    record Stored(byte[] plain, byte[] sealed, ShardMeta meta) {

        SealedShard data() {
            return (position, out, offset, length) ->
                    System.arraycopy(this.sealed, (int) position, out, offset, length);
        }

        ShardTarget target() {
            return ShardTarget.of(this.meta.header());
        }
    }
}
