package io.filetao.common.protocol.axon;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Follows the bytes that a client sends under HTTP/2 (RFC 9113, sections 3.4 and 4.1) far enough to know whether a head is on its way:
 * the connection's preface with its first frame, or any frame but one of data, from its first byte on, and a block of headers until the frame that ends
 * it. It keeps no bytes.
 */
final class Http2HeadTracker {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private boolean follows = true;
    private int preface;
    private int inFrameHead;
    private int length;
    private int payload;
    private int type = DATA;
    private int flags;
    private boolean block;
    private boolean ended;
    private boolean greeted;

    /** Takes the next bytes, whose reader index stays; answers whether a head or a frame of data came to its end in them. */
    boolean read(ByteBuf bytes) {
        this.ended = false;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (this.follows && at < end) {
            if (this.preface < PREFACE.length) {
                this.follows = bytes.getByte(at++) == PREFACE[this.preface++];
            } else if (this.payload > 0) {
                int passed = Math.min(this.payload, end - at);
                this.payload -= passed;
                at += passed;
                endFrame();
            } else {
                frameHead(bytes.getUnsignedByte(at++));
            }
        }
        return this.ended;
    }

    /** Whether the connection speaks HTTP/2, as far as it has spoken. */
    boolean follows() {
        return this.follows;
    }

    /** Whether more has to come before a head is complete. */
    boolean inHead() {
        boolean inFrame = this.inFrameHead > 0 || this.payload > 0 && this.type != DATA;
        return !this.greeted || this.block || inFrame;
    }

    private void frameHead(int value) {
        switch (this.inFrameHead++) {
            case 0, 1, 2 -> this.length = this.length << 8 | value;
            case 3 -> this.type = value;
            case 4 -> this.flags = value;
            default -> {}
        }
        if (this.inFrameHead == FRAME_HEAD) {
            this.inFrameHead = 0;
            this.payload = this.length;
            this.length = 0;
            this.block |= this.type == HEADERS;
            endFrame();
        }
    }

    private void endFrame() {
        boolean ofBlock = this.type == HEADERS || this.type == CONTINUATION;
        if (this.payload == 0 && ofBlock && (this.flags & END_HEADERS) != 0) {
            this.block = false;
        }
        this.ended |= this.payload == 0 && !this.block;
        this.greeted |= this.ended;
    }
}
