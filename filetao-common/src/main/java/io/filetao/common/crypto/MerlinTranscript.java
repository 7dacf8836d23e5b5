package io.filetao.common.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A Merlin v1.0 transcript: labelled messages go in, challenges that depend on all of them come out. Labels and messages are
 * framed with their length, so that two different sequences never absorb the same bytes.
 */
final class MerlinTranscript {

    private final Strobe128 strobe;

    MerlinTranscript(String label) {
        this.strobe = new Strobe128("Merlin v1.0");
        append("dom-sep", label.getBytes(StandardCharsets.US_ASCII));
    }

    private MerlinTranscript(Strobe128 strobe) {
        this.strobe = strobe;
    }

    MerlinTranscript copy() {
        return new MerlinTranscript(this.strobe.copy());
    }

    MerlinTranscript append(String label, byte[] message) {
        frame(this.strobe, label, message.length);
        this.strobe.ad(message);
        return this;
    }

    byte[] challenge(String label, int length) {
        frame(this.strobe, label, length);
        return this.strobe.prf(length);
    }

    /**
     * Secret randomness bound to this transcript, to a long-term secret and to fresh randomness: neither a weak generator nor
     * a repeated message alone makes it repeat. The transcript itself does not change.
     */
    byte[] witness(String label, byte[] secret, byte[] fresh, int length) {
        Strobe128 generator = this.strobe.copy();
        frame(generator, label, secret.length);
        generator.key(secret);
        generator.metaAd("rng".getBytes(StandardCharsets.US_ASCII), false);
        generator.key(fresh);
        generator.metaAd(littleEndian(length), false);
        byte[] out = generator.prf(length);
        generator.destroy();
        return out;
    }

    private static void frame(Strobe128 strobe, String label, int length) {
        strobe.metaAd(label.getBytes(StandardCharsets.US_ASCII), false);
        strobe.metaAd(littleEndian(length), true);
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
