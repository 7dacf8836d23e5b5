package io.filetao.api.limit;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts the bytes that each account sends in a day, over all replicas. Calls block. */
@Component
public final class UploadQuota {

    private static final LuaScript SPEND = LuaScript.named("spend-quota");
    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** What is taken at a time for a body of unknown length. */
    private static final long STEP = 16 << 20;

    private final RedisCalls redis;
    private final Keyspace keys;
    private final InstantSource clock;
    private final long most;

    UploadQuota(RedisCalls redis, Keyspace keys, InstantSource clock, LimitProperties limits) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
        this.most = limits.uploadPerDay().toBytes();
    }

    /**
     * Takes what a body will need from an account's day: all of it at once when its length was announced, else as it comes. What was
     * taken and not needed is given back when the meter is closed.
     *
     * @param announced bytes, -1 when they are not known
     * @throws ProblemException with 429 when the account may not send that much
     */
    public Meter open(String account, long announced) {
        Meter meter = new Meter(account);
        if (this.most > 0 && announced > 0 && !meter.tryTake(announced)) {
            throw exceeded(meter.day);
        }
        return meter;
    }

    private boolean spend(String account, long day, long bytes) {
        return this.redis.runForNumber(
                        SPEND,
                        List.of(this.keys.quota(account, day)),
                        RedisCalls.bytes(bytes),
                        RedisCalls.bytes(this.most),
                        RedisCalls.bytes(Duration.ofDays(2).toMillis()))
                == 1;
    }

    private ProblemException exceeded(long day) {
        long left = (day + 1) * DAY - this.clock.instant().getEpochSecond();
        return new ProblemException(
                        ProblemType.QUOTA_EXCEEDED,
                        "This account may send %d bytes a day; try again tomorrow (UTC)."
                                .formatted(this.most))
                .with("maxBytesPerDay", this.most)
                .retryAfter(Math.toIntExact(Math.max(1, left)));
    }

    /** One body on its way; belongs to one thread. */
    public final class Meter implements AutoCloseable {

        private final String account;
        private final long day;
        private long taken;
        private long used;
        private boolean kept;

        private Meter(String account) {
            this.account = account;
            this.day = UploadQuota.this.clock.instant().getEpochSecond() / DAY;
        }

        /** The body, counted while it is read. */
        public InputStream count(InputStream body) {
            return UploadQuota.this.most == 0 ? body : new Counted(body);
        }

        /** The bytes were stored: what was read stays spent. */
        public void keep() {
            this.kept = true;
        }

        @Override
        public void close() {
            long unused = this.taken - (this.kept ? this.used : 0);
            if (unused > 0) {
                spend(this.account, this.day, -unused);
            }
        }

        private void read(long bytes) {
            this.used += bytes;
            long missing = this.used - this.taken;
            if (missing > 0 && !tryTake(Math.max(STEP, missing)) && !tryTake(missing)) {
                throw exceeded(this.day);
            }
        }

        private boolean tryTake(long bytes) {
            boolean granted = spend(this.account, this.day, bytes);
            this.taken += granted ? bytes : 0;
            return granted;
        }

        private final class Counted extends FilterInputStream {

            Counted(InputStream body) {
                super(body);
            }

            @Override
            public int read() throws IOException {
                int value = super.read();
                if (value >= 0) {
                    Meter.this.read(1);
                }
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count > 0) {
                    Meter.this.read(count);
                }
                return count;
            }
        }
    }
}
