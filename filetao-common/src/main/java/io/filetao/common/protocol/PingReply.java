package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A node's answer to a ping.
 *
 * @param program name and version of the program, printable ASCII, at most {@value #MAX_PROGRAM} characters
 * @param shards number of shards held
 * @param usedBytes of all shards on the disk
 * @param availableBytes of shards that would still be taken
 */
public record PingReply(String program, long shards, long usedBytes, long availableBytes) {

    /** Longest name and version. */
    public static final int MAX_PROGRAM = 64;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 4 + MAX_PROGRAM + 3 * 8;

    private static final int TYPE = 0x0205;

    public PingReply {
        if (!program.matches("[ -~]{0," + MAX_PROGRAM + "}")) {
            throw new IllegalArgumentException(
                    "A program's name has at most " + MAX_PROGRAM + " printable characters");
        }
        if (shards < 0 || usedBytes < 0 || availableBytes < 0) {
            throw new IllegalArgumentException("Numbers are not negative");
        }
    }

    /** The binary form. */
    public byte[] encode() {
        return new MessageWriter()
                .u16(TYPE)
                .sized(this.program.getBytes(StandardCharsets.US_ASCII))
                .int64(this.shards)
                .int64(this.usedBytes)
                .int64(this.availableBytes)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static PingReply decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "ping reply");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        String program = new String(in.sized(MAX_PROGRAM), StandardCharsets.ISO_8859_1);
        if (!program.matches("[ -~]*")) {
            throw in.malformed("the program's name is not printable");
        }
        PingReply reply = new PingReply(program, in.int64(), in.int64(), in.int64());
        in.end();
        return reply;
    }
}
