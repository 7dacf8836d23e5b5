package io.filetao.miner.store;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.Receipt;
import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.ShardReceiver;
import io.filetao.common.proof.ShardRefusedException;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.BodyException;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Signer;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.disk.IncomingShard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/**
 * Receives a shard: checks every byte against what its validator signed while it goes to the disk, and answers with the receipt when it
 * would survive a loss of power. Whatever goes wrong before that leaves nothing behind.
 */
public final class StoreHandler implements SynapseHandler {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final Duration LATER = Duration.ofMinutes(1);

    private final ShardStore shards;
    private final Signer hotkey;
    private final long maxShardBytes;

    /**
     * @param maxShardBytes longest shard that is taken, before padding
     */
    public StoreHandler(ShardStore shards, Signer hotkey, long maxShardBytes) {
        this.shards = shards;
        this.hotkey = hotkey;
        this.maxShardBytes = maxShardBytes;
    }

    /** Most bytes of a request's body. */
    public long maxBody() {
        ShardGeometry largest = new ShardGeometry(this.maxShardBytes);
        return StoreOffer.BYTES + largest.sealedLength() + StoreTrailer.encodedLength(largest);
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        ShardId rid = RequestIds.rid(request);
        StoreOffer offer =
                StoreOffer.decode(ByteBuffer.wrap(exactly(request.body(), StoreOffer.BYTES)));
        check(offer, rid, request);
        try (SpaceBudget.Reservation space =
                        this.shards.reserve(offer).orElseThrow(StoreHandler::full);
                IncomingShard incoming = this.shards.receive(rid).orElseThrow(() -> exists(rid))) {
            ShardMeta meta = receive(request.body(), offer, incoming);
            if (!this.shards.keep(incoming, meta)) {
                throw dropped(rid);
            }
            space.keep();
            return AxonResponse.created(Receipt.sign(meta.header(), this.hotkey).encode());
        } catch (ShardRefusedException refused) {
            throw refusal(refused);
        } catch (BodyException | MalformedMessageException sendersFault) {
            throw sendersFault;
        } catch (IOException failure) {
            if (isFull(failure)) {
                throw full();
            }
            throw failure;
        }
    }

    private void check(StoreOffer offer, ShardId rid, AxonRequest request) {
        if (!offer.rid().equals(rid)) {
            throw new AxonException(400, "wrong-shard", "Path and offer name different shards");
        }
        if (!offer.validator().equals(request.caller().hotkey())) {
            throw new AxonException(
                    403, "wrong-validator", "Only the validator that an offer names may send it");
        }
        if (offer.length() > this.maxShardBytes) {
            throw new AxonException(
                    413,
                    "shard-too-large",
                    "This miner takes shards of at most " + this.maxShardBytes + " bytes");
        }
        if (request.announcedLength() >= 0 && request.announcedLength() != offer.bodyLength()) {
            throw new AxonException(
                    400,
                    "wrong-length",
                    "An upload of this shard has exactly " + offer.bodyLength() + " bytes");
        }
    }

    private ShardMeta receive(InputStream body, StoreOffer offer, IncomingShard incoming)
            throws IOException {
        ShardReceiver receiver = new ShardReceiver(offer, this.hotkey.address());
        byte[] buffer = new byte[BUFFER_BYTES];
        while (receiver.remaining() > 0) {
            int count =
                    body.readNBytes(buffer, 0, (int) Math.min(buffer.length, receiver.remaining()));
            if (count == 0) {
                throw tooShort();
            }
            receiver.update(buffer, 0, count);
            incoming.write(buffer, 0, count);
        }
        byte[] trailer = exactly(body, StoreTrailer.encodedLength(offer.geometry()));
        if (body.read() >= 0) {
            throw new BodyException(
                    BodyException.Reason.TOO_LARGE, "The upload goes on after its trailer");
        }
        return receiver.finish(StoreTrailer.decode(ByteBuffer.wrap(trailer), offer.geometry()));
    }

    private static byte[] exactly(InputStream body, int length) throws IOException {
        byte[] bytes = body.readNBytes(length);
        if (bytes.length < length) {
            throw tooShort();
        }
        return bytes;
    }

    private static BodyException tooShort() {
        return new BodyException(
                BodyException.Reason.TOO_SHORT, "The upload ends before the shard does");
    }

    private static AxonException refusal(ShardRefusedException refused) {
        String code = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new AxonException(400, code, refused.reason().text());
    }

    private static AxonException exists(ShardId rid) {
        return new AxonException(
                409,
                "shard-exists",
                "Shard " + rid + " is held or on its way already; use a new id for a new attempt");
    }

    private static AxonException dropped(ShardId rid) {
        return new AxonException(
                409, "shard-dropped", "Shard " + rid + " was dropped while it was on its way");
    }

    private static AxonException full() {
        return new AxonException(
                507, "disk-full", "This miner has no space for the shard; use another", LATER);
    }

    /** The JDK has no exception of its own for a full disk; the system's text names it. */
    private static boolean isFull(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }
}
