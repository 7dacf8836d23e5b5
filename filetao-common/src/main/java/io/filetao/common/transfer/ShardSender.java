package io.filetao.common.transfer;

import io.filetao.common.crypto.CpuPermits;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.Receipt;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardSealer;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.proof.Verdict;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Reply;
import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Sends a shard to one miner: seals and commits to it, sends it, and accepts it only when the miner signed a receipt for exactly
 * these bytes and then passed a challenge. Nothing of the shard is kept in memory. Thread-safe.
 */
public final class ShardSender {

    private static final int MAX_RECEIPT_BYTES = 1024;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Dendrite dendrite;
    private final Signer hotkey;
    private final AuditKeys keys;
    private final ShardChallenger challenger;
    private final Clock clock;
    private final Duration idle;

    /**
     * @param hotkey the validator's, which signs headers
     * @param idle longest time in which a transfer does not move
     */
    public ShardSender(
            Dendrite dendrite,
            Signer hotkey,
            AuditKeys keys,
            ShardChallenger challenger,
            Clock clock,
            Duration idle) {
        this.dendrite = dendrite;
        this.hotkey = hotkey;
        this.keys = keys;
        this.challenger = challenger;
        this.clock = clock;
        this.idle = idle;
    }

    /**
     * Makes one attempt, under a new id.
     *
     * @param begun hears that id before the first byte is sent
     * @throws IOException when the miner did not take or prove it; {@link TransferFault#of} names why
     */
    public StoredShard send(
            Miner miner, ShardPosition position, ShardSource source, Consumer<ShardId> begun)
            throws IOException {
        StoreOffer offer =
                new StoreOffer(
                        ShardId.random(),
                        this.keys.gen(),
                        position.fileId(),
                        position.segment(),
                        position.number(),
                        position.k(),
                        position.n(),
                        source.length(),
                        this.hotkey.address(),
                        miner.hotkey());
        SealedBody body = seal(offer, source);
        begun.accept(offer.rid());
        Reply reply =
                this.dendrite.upload(
                        miner.peer(),
                        "PUT",
                        AxonPaths.shard(offer.rid()),
                        body,
                        MAX_RECEIPT_BYTES,
                        this.idle);
        ShardHeader header = body.trailer().header(offer);
        Receipt receipt = Receipt.decode(ByteBuffer.wrap(reply.body()));
        if (!receipt.isFor(header)) {
            throw new TransferException(
                    TransferFault.WRONG_RECEIPT,
                    "The receipt of " + miner + " is not for the shard that was sent");
        }
        return new StoredShard(miner, record(header, prove(miner, header)), receipt);
    }

    /** The first challenge of the shard's chain, which shows a spoiled tag in time. */
    private SeedChain prove(Miner miner, ShardHeader header) throws IOException {
        ShardChallenger.Challenged challenged =
                this.challenger.challenge(
                        miner.peer(),
                        ShardTarget.of(header),
                        SeedChain.start(header.initial()),
                        null);
        this.challenger.tell(miner.peer(), challenged);
        if (challenged.outcome().verdict() instanceof Verdict.Rejected rejected) {
            throw new TransferException(
                    TransferFault.FAILED_CHALLENGE,
                    miner + " did not prove the shard that it took: " + rejected.detail());
        }
        return challenged.outcome().chain();
    }

    private SealedBody seal(StoreOffer offer, ShardSource source) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (CpuPermits.Permit _ = CpuPermits.shared().acquire()) {
            MessageDigest digest = Hash.newSha256();
            digest.update(offer.encode());
            ShardSealer sealer = new ShardSealer(this.keys, offer, digest::update);
            try (InputStream plain = source.open()) {
                for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
                    sealer.update(buffer, 0, count);
                }
            }
            StoreTrailer trailer = sealer.finish(this.hotkey);
            digest.update(trailer.encode());
            return new SealedBody(this.keys, offer, trailer, Hash.of(digest.digest()), source);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted before sealing a shard")
                            .initCause(interrupted);
        }
    }

    private ShardRecord record(ShardHeader header, SeedChain chain) {
        StoreOffer offer = header.offer();
        return new ShardRecord(
                offer.number(),
                offer.rid().hex(),
                offer.miner(),
                offer.gen(),
                offer.length(),
                header.root(),
                chain.head(),
                chain.counter(),
                this.clock.instant().truncatedTo(ChronoUnit.SECONDS),
                null);
    }
}
