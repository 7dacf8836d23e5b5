package io.filetao.common.proof;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * All that the public may know of one shard.
 *
 * @param transcript of its newest challenge, null when it was never challenged
 */
public record ShardProof(StoreEvidence store, @Nullable Transcript transcript) {

    /** More bytes than any encoding has. */
    public static final int MAX_BYTES = StoreEvidence.BYTES + 1 + Transcript.MAX_BYTES;

    /** Whether everything shown is genuine; {@link #isProven} says whether it also shows a passed challenge. */
    public Verdict verify() {
        Verdict stored = this.store.verify();
        return stored.passed() && this.transcript != null
                ? this.transcript.verify(this.store.header())
                : stored;
    }

    /** Whether the newest challenge was passed. */
    public boolean isProven() {
        return this.transcript != null && this.transcript.verdict().link().passed();
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter();
        write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static ShardProof decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, "shard proof");
        ShardProof proof = read(reader);
        reader.end();
        return proof;
    }

    static ShardProof read(MessageReader in) throws MalformedMessageException {
        return new ShardProof(StoreEvidence.read(in), in.flag() ? Transcript.read(in) : null);
    }

    void write(MessageWriter out) {
        this.store.write(out);
        out.flag(this.transcript != null);
        if (this.transcript != null) {
            this.transcript.write(out);
        }
    }
}
