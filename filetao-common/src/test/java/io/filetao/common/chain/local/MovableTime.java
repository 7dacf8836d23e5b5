package io.filetao.common.chain.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves when a test says so. */
final class MovableTime implements InstantSource {

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return this.now;
    }

    void forward(Duration by) {
        this.now = this.now.plus(by);
    }
}
