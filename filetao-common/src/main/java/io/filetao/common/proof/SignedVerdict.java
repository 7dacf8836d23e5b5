package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;

/**
 * What a validator tells the miner, and everybody, about a challenge.
 *
 * @param number n
 * @param link what the challenge adds to the chain
 * @param reason 0 when passed, else the code of a {@link Reason}
 * @param head {@code C_n}
 * @param signature the validator's, over {@code H("verdict", all fields before)}
 */
public record SignedVerdict(
        ShardId rid, int number, Link link, int reason, Hash head, Signature signature) {

    /** A passed challenge has no reason, a failed one has. */
    public SignedVerdict {
        if (link.passed() != (reason == 0) || reason < 0 || reason > 255) {
            throw new IllegalArgumentException(
                    "A failed challenge has a reason, a passed one none");
        }
    }

    static SignedVerdict sign(Challenge challenge, Link link, Verdict verdict, Signer validator) {
        int reason = verdict instanceof Verdict.Rejected rejected ? rejected.reason().code() : 0;
        Hash head = link.from(challenge.head());
        byte[] unsigned = unsigned(challenge.rid(), challenge.number(), link, reason, head);
        return new SignedVerdict(
                challenge.rid(),
                challenge.number(),
                link,
                reason,
                head,
                Signature.of(validator.sign(signed(unsigned))));
    }

    public boolean isSignedBy(Ss58Address validator) {
        return SignatureCheck.SR25519.verify(validator, signed(unsigned()), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter().bytes(unsigned()).signature(this.signature).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static SignedVerdict decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SIGNED_VERDICT);
        ShardId rid = reader.shardId();
        int number = reader.int32();
        Link link = Link.read(reader);
        int reason = reader.u8();
        if (link.passed() != (reason == 0)) {
            throw reader.malformed("reason and verdict contradict each other");
        }
        SignedVerdict verdict =
                new SignedVerdict(rid, number, link, reason, reader.hash(), reader.signature());
        reader.end();
        return verdict;
    }

    private byte[] unsigned() {
        return unsigned(this.rid, this.number, this.link, this.reason, this.head);
    }

    private static byte[] unsigned(ShardId rid, int number, Link link, int reason, Hash head) {
        MessageWriter out =
                new MessageWriter(MessageType.SIGNED_VERDICT).shardId(rid).int32(number);
        link.write(out);
        return out.u8(reason).hash(head).toBytes();
    }

    private static byte[] signed(byte[] unsigned) {
        return HashInput.of("verdict").add(unsigned).hash().bytes();
    }
}
