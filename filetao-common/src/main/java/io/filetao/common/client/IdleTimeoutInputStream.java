package io.filetao.common.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Closes a stream from which one read has waited too long; the time between reads does not count. */
final class IdleTimeoutInputStream extends FilterInputStream {

    private static final long NOT_READING = Long.MIN_VALUE;

    private final Duration limit;
    private final Thread watch;
    private volatile long readingSince = NOT_READING;
    private volatile boolean expired;
    private volatile boolean closed;

    IdleTimeoutInputStream(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        this.watch = Thread.ofVirtual().name("idle-watch").start(this::watch);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        this.readingSince = System.nanoTime();
        try {
            return super.read(bytes, offset, length);
        } catch (IOException failed) {
            if (this.expired) {
                throw new HttpTimeoutException(
                        "nothing arrived for " + this.limit.toSeconds() + " s");
            }
            throw failed;
        } finally {
            this.readingSince = NOT_READING;
        }
    }

    @Override
    public void close() throws IOException {
        this.closed = true;
        LockSupport.unpark(this.watch);
        super.close();
    }

    private void watch() {
        while (!this.closed) {
            long since = this.readingSince;
            long left =
                    since == NOT_READING
                            ? this.limit.toNanos()
                            : this.limit.toNanos() - (System.nanoTime() - since);
            if (left > 0) {
                LockSupport.parkNanos(left);
            } else {
                this.expired = true;
                try {
                    close();
                } catch (IOException alreadyBroken) {
                    return;
                }
            }
        }
    }
}
