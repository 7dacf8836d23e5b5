package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import java.nio.ByteBuffer;

/**
 * What a store leaves behind for the public: both parties' signatures and the two hashes that C_0 is made of.
 *
 * @param header what was stored
 * @param signature the validator's, over the header
 * @param tags {@code H(T)}
 * @param key {@code H("key", k_vu)}
 * @param receipt the miner's word
 */
public record StoreEvidence(
        ShardHeader header, Signature signature, Hash tags, Hash key, Receipt receipt) {

    /** Size of the encoding. */
    public static final int BYTES =
            ShardHeader.BYTES + Signature.BYTES + 2 * Hash.BYTES + Receipt.BYTES;

    /** What an uploader holds once the receipt has come back. */
    public static StoreEvidence of(StoreOffer offer, StoreTrailer trailer, Receipt receipt) {
        return new StoreEvidence(
                trailer.header(offer),
                trailer.signature(),
                trailer.tags().hash(),
                trailer.key(),
                receipt);
    }

    /** What a miner holds of its own store. */
    public static StoreEvidence of(ShardMeta meta, Signer miner) {
        return new StoreEvidence(
                meta.header(),
                meta.signature(),
                meta.tags().hash(),
                meta.key(),
                Receipt.sign(meta.header(), miner));
    }

    /** Checks header, C_0 and receipt. */
    public Verdict verify() {
        if (!this.header.isSignedBy(this.signature)) {
            return Reason.BAD_SIGNATURE.rejected("The header is not signed by its validator");
        }
        Hash initial =
                ShardHeader.initial(this.header.offer(), this.header.root(), this.tags, this.key);
        if (!initial.equals(this.header.initial())) {
            return Reason.ROOT.rejected("The first head does not fit root, tags and key");
        }
        return this.receipt.isFor(this.header)
                ? Verdict.ACCEPTED
                : Reason.BAD_SIGNATURE.rejected("The receipt is not signed by the miner");
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter();
        write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static StoreEvidence decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, "store evidence");
        StoreEvidence evidence = read(reader);
        reader.end();
        return evidence;
    }

    static StoreEvidence read(MessageReader in) throws MalformedMessageException {
        return new StoreEvidence(
                ShardHeader.decode(ByteBuffer.wrap(in.bytes(ShardHeader.BYTES))),
                in.signature(),
                in.hash(),
                in.hash(),
                Receipt.decode(ByteBuffer.wrap(in.bytes(Receipt.BYTES))));
    }

    void write(MessageWriter out) {
        out.bytes(this.header.encode())
                .signature(this.signature)
                .hash(this.tags)
                .hash(this.key)
                .bytes(this.receipt.encode());
    }
}
