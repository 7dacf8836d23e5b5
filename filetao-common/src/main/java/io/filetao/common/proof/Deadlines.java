package io.filetao.common.proof;

import java.time.Duration;

/**
 * How long a miner has, in whole milliseconds, counted from when the challenge was sent.
 *
 * @param answer time to commit, K
 * @param opening further time to open, counted from the request
 */
public record Deadlines(Duration answer, Duration opening) {

    private static final Duration BASE = Duration.ofSeconds(5);
    private static final long BYTES_PER_MILLISECOND = 20_000;

    /** 5 seconds and a second for every 20 MB that must be read; 5 seconds more for the opening. */
    public static Deadlines forBytes(long bytes) {
        return new Deadlines(BASE.plusMillis(bytes / BYTES_PER_MILLISECOND), BASE);
    }

    static Deadlines read(MessageReader in) throws MalformedMessageException {
        return new Deadlines(Duration.ofMillis(in.int32()), Duration.ofMillis(in.int32()));
    }

    void write(MessageWriter out) {
        out.int32(Math.toIntExact(this.answer.toMillis()))
                .int32(Math.toIntExact(this.opening.toMillis()));
    }
}
