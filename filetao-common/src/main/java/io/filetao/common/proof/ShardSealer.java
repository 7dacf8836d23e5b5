package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The uploader's first pass over a shard: seals it for one miner, hashes and tags what that miner will store, and
 * keeps none of it. The second pass, {@link SealStream}, makes the same sealed bytes again for sending.
 *
 * <pre>{@code
 * ShardSealer sealer = new ShardSealer(keys, offer);
 * sealer.update(bytes, 0, bytes.length);             // as often as it takes
 * StoreTrailer trailer = sealer.finish(hotkey);
 * }</pre>
 */
public final class ShardSealer {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final StoreOffer offer;
    private final ShardGeometry geometry;
    private final PairKey pair;
    private final AesCtr seal;
    private final byte[] sealed = new byte[ShardGeometry.PIECE_BYTES];
    private final SegmentHasher hasher = new SegmentHasher();
    private final TagSums sums;
    private final List<Hash> pieceRoots = new ArrayList<>();
    private final PieceBuffer pieces = new PieceBuffer(this::piece);
    private final Hash blindingKey;
    private final Sealed watcher;

    /** Starts a shard; its generation must be that of the keys. */
    public ShardSealer(AuditKeys keys, StoreOffer offer) {
        this(keys, offer, Sealed.IGNORED);
    }

    /** Starts a shard and shows its sealed bytes as they are made, for a digest over what will be sent. */
    public ShardSealer(AuditKeys keys, StoreOffer offer, Sealed watcher) {
        this(keys, offer, randomKey(), watcher);
    }

    ShardSealer(AuditKeys keys, StoreOffer offer, Hash blindingKey) {
        this(keys, offer, blindingKey, Sealed.IGNORED);
    }

    private ShardSealer(AuditKeys keys, StoreOffer offer, Hash blindingKey, Sealed watcher) {
        if (offer.gen() != keys.gen()) {
            throw new IllegalArgumentException("The offer is of another generation than the keys");
        }
        this.offer = offer;
        this.geometry = offer.geometry();
        this.pair = keys.pair(offer.miner(), offer.gen());
        this.seal = keys.seal(offer.rid(), offer.miner());
        this.sums = new TagSums(this.pair, this.geometry.blocks());
        this.blindingKey = blindingKey;
        this.watcher = watcher;
    }

    /**
     * Adds the next bytes of the shard, unsealed.
     *
     * @throws IllegalArgumentException when there are more than the offer said
     */
    public void update(byte[] plain, int offset, int length) {
        if (length > this.geometry.length() - this.pieces.total()) {
            throw new IllegalArgumentException("The shard is longer than its offer says");
        }
        this.pieces.write(plain, offset, length);
    }

    /**
     * Commits to the shard and signs its header.
     *
     * @throws IllegalStateException when fewer bytes came than the offer said
     */
    public StoreTrailer finish(Signer validator) {
        if (this.pieces.total() != this.geometry.length()) {
            throw new IllegalStateException("The shard is shorter than its offer says");
        }
        if (!validator.address().equals(this.offer.validator())) {
            throw new IllegalArgumentException("The offer names another validator");
        }
        this.pieces.flush();
        PieceRoots roots = new PieceRoots(this.geometry, this.pieceRoots);
        Hash root =
                GroupCommitments.over(this.offer.rid(), roots.groupRoots(), this.blindingKey)
                        .root();
        Tags tags = this.sums.finish(this.offer.rid(), root);
        Hash key = this.pair.hash();
        Hash initial = ShardHeader.initial(this.offer, root, tags.hash(), key);
        Signature signature = new ShardHeader(this.offer, root, initial).sign(validator);
        return new StoreTrailer(root, initial, this.blindingKey, key, signature, tags);
    }

    private void piece(byte[] buffer, int length) {
        int padded = -Math.floorDiv(-length, ShardGeometry.BLOCK_BYTES) * ShardGeometry.BLOCK_BYTES;
        Arrays.fill(buffer, length, padded, (byte) 0);
        this.seal.apply(buffer, 0, padded, this.sealed, 0);
        this.pieceRoots.add(this.hasher.piece(this.sealed, 0, padded));
        this.sums.update(this.sealed, 0, padded);
        this.watcher.accept(this.sealed, 0, padded);
    }

    private static Hash randomKey() {
        byte[] key = new byte[Hash.BYTES];
        RANDOM.nextBytes(key);
        return Hash.of(key);
    }

    /** Sees sealed bytes in their order; the array is used again afterwards. */
    @FunctionalInterface
    public interface Sealed {

        Sealed IGNORED = (bytes, offset, length) -> {};

        void accept(byte[] bytes, int offset, int length);
    }
}
