package io.filetao.miner;

import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.SealStream;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.ShardReceiver;
import io.filetao.common.proof.ShardSealer;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/** Shards as a validator makes them. */
public final class Samples {

    public static final Keypair VALIDATOR = Keypair.ofUri("//Validator");
    public static final Keypair MINER = Keypair.ofUri("//Miner");
    public static final AuditKeys KEYS = AuditKeys.ofSeed(VALIDATOR.miniSecret(), 0);

    private Samples() {}

    /** A shard for a miner, of random bytes under a seed. */
    public static Shard shard(Ss58Address miner, int length, long seed) {
        return shard(miner, FileId.random(), length, seed);
    }

    public static Shard shard(Ss58Address miner, FileId file, int length, long seed) {
        byte[] plain = new byte[length];
        new Random(seed).nextBytes(plain);
        StoreOffer offer =
                new StoreOffer(
                        ShardId.random(), 0, file, 0, 0, 2, 6, length, VALIDATOR.address(), miner);
        ShardSealer sealer = new ShardSealer(KEYS, offer);
        sealer.update(plain, 0, length);
        StoreTrailer trailer = sealer.finish(VALIDATOR);
        try {
            byte[] sealed =
                    new SealStream(KEYS, offer, new ByteArrayInputStream(plain)).readAllBytes();
            return new Shard(offer, plain, sealed, trailer);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A shard on its way. */
    public record Shard(StoreOffer offer, byte[] plain, byte[] sealed, StoreTrailer trailer) {

        public ShardId rid() {
            return this.offer.rid();
        }

        /** What the miner keeps beside the bytes. */
        public ShardMeta meta() {
            try {
                ShardReceiver receiver = new ShardReceiver(this.offer, this.offer.miner());
                receiver.update(this.sealed, 0, this.sealed.length);
                return receiver.finish(this.trailer);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        /** The body of the request that stores it. */
        public byte[] body() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(this.offer.encode());
            body.writeBytes(this.sealed);
            body.writeBytes(this.trailer.encode());
            return body.toByteArray();
        }
    }
}
