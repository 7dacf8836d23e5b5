package io.filetao.common.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The four operations of STROBE v1.0.2 at 128-bit security that Merlin transcripts need. */
final class Strobe128 {

    private static final int RATE = 166;

    private static final int INBOUND = 1;
    private static final int APPLICATION = 2;
    private static final int CIPHER = 4;
    private static final int META = 16;

    private final byte[] state;
    private int position;
    private int operationStart;

    Strobe128(String protocol) {
        this.state = new byte[KeccakPermutation.STATE_BYTES];
        byte[] domain = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        System.arraycopy(domain, 0, this.state, 0, domain.length);
        byte[] version = "STROBEv1.0.2".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(version, 0, this.state, domain.length, version.length);
        KeccakPermutation.permute(this.state);
        metaAd(protocol.getBytes(StandardCharsets.US_ASCII), false);
    }

    private Strobe128(Strobe128 other) {
        this.state = other.state.clone();
        this.position = other.position;
        this.operationStart = other.operationStart;
    }

    Strobe128 copy() {
        return new Strobe128(this);
    }

    /** Absorbs framing; {@code more} continues the previous operation of the same kind. */
    void metaAd(byte[] data, boolean more) {
        begin(META | APPLICATION, more);
        absorb(data);
    }

    /** Absorbs a message. */
    void ad(byte[] data) {
        begin(APPLICATION, false);
        absorb(data);
    }

    /** Overwrites part of the state with a key, so that what was before cannot be recovered. */
    void key(byte[] data) {
        begin(APPLICATION | CIPHER, false);
        for (byte octet : data) {
            this.state[this.position] = octet;
            advance();
        }
    }

    /** Squeezes pseudo-random bytes that depend on everything absorbed so far. */
    byte[] prf(int length) {
        begin(INBOUND | APPLICATION | CIPHER, false);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = this.state[this.position];
            this.state[this.position] = 0;
            advance();
        }
        return out;
    }

    /** Clears what could reveal a secret that was absorbed. */
    void destroy() {
        Arrays.fill(this.state, (byte) 0);
    }

    private void begin(int operation, boolean more) {
        if (more) {
            return;
        }
        int previousStart = this.operationStart;
        this.operationStart = this.position + 1;
        absorb(new byte[] {(byte) previousStart, (byte) operation});
        if ((operation & CIPHER) != 0 && this.position != 0) {
            permute();
        }
    }

    private void absorb(byte[] data) {
        for (byte octet : data) {
            this.state[this.position] ^= octet;
            advance();
        }
    }

    private void advance() {
        this.position++;
        if (this.position == RATE) {
            permute();
        }
    }

    private void permute() {
        this.state[this.position] ^= (byte) this.operationStart;
        this.state[this.position + 1] ^= 0x04;
        this.state[RATE + 1] ^= (byte) 0x80;
        KeccakPermutation.permute(this.state);
        this.position = 0;
        this.operationStart = 0;
    }
}
