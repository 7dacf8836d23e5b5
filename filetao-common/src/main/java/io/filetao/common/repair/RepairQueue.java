package io.filetao.common.repair;

import static io.filetao.common.redis.RedisCalls.bytes;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReturnType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has to be repaired, durable and shared by all replicas: the most endangered segment first, a job to one worker at a time. A
 * worker that ends, however it does, loses its lease, and another takes the job over.
 *
 * <p>A task that waits already is not entered twice; one that is entered while somebody works on it is looked at again afterwards.
 */
public final class RepairQueue {

    /** Rank of a task that finds segments: before all of them, since nobody knows yet how endangered they are. */
    public static final int FIRST = -256;

    private static final LuaScript ENQUEUE = LuaScript.named("enqueue-repair");
    private static final LuaScript LEASE = LuaScript.named("lease-repair");
    private static final LuaScript RENEW = LuaScript.named("renew-repair");
    private static final LuaScript END = LuaScript.named("end-repair");
    private static final int MAX_REASON = 200;
    private static final byte[] NOTHING = {};
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RedisCalls redis;
    private final List<String> keys;
    private final InstantSource clock;

    public RepairQueue(RedisCalls redis, Keyspace keys, InstantSource clock) {
        this.redis = redis;
        this.keys =
                List.of(
                        keys.repair("jobs"),
                        keys.repair("ready"),
                        keys.repair("later"),
                        keys.repair("leased"));
        this.clock = clock;
    }

    /**
     * Enters a task, or makes one that waits more urgent.
     *
     * @param surplus of the segment, {@link #FIRST} for a task that finds segments
     * @param delay until it is given to a worker
     * @return whether it is new
     */
    public boolean enqueue(RepairTask task, int surplus, Duration delay, String reason) {
        Instant now = this.clock.instant();
        return this.redis.runForNumber(
                        ENQUEUE,
                        this.keys,
                        bytes(task.text()),
                        bytes(surplus),
                        bytes(now.plus(delay).toEpochMilli()),
                        bytes(now.toEpochMilli()),
                        bytes(reason.substring(0, Math.min(reason.length(), MAX_REASON))))
                == 1;
    }

    /**
     * Takes the most urgent job that is not taken.
     *
     * @param length of the lease, unless it is renewed
     */
    public Optional<Lease> lease(Duration length) {
        Instant now = this.clock.instant();
        String token = UUID.randomUUID().toString();
        List<byte[]> answer =
                this.redis.run(
                        LEASE,
                        ReturnType.MULTI,
                        this.keys,
                        bytes(now.toEpochMilli()),
                        bytes(now.plus(length).toEpochMilli()),
                        bytes(token));
        if (answer == null || answer.isEmpty()) {
            return Optional.empty();
        }
        String text = RedisCalls.text(answer.getFirst());
        JsonNode job = JSON.readTree(answer.get(1));
        return Optional.of(
                new Lease(
                        RepairTask.parse(text),
                        job.path("reason").asString(""),
                        job.path("attempts").asInt(1),
                        Instant.ofEpochMilli(job.path("since").asLong()),
                        token));
    }

    /** How much there is to do. */
    public Sizes sizes() {
        List<@Nullable Object> sizes =
                this.redis.pipeline(
                        this.keys.subList(1, this.keys.size()).stream()
                                .<RedisCalls.Command>map(key -> redis -> redis.zcard(bytes(key)))
                                .toList());
        return new Sizes(number(sizes.get(0)), number(sizes.get(1)), number(sizes.get(2)));
    }

    private static long number(@Nullable Object answer) {
        return answer instanceof Long number ? number : 0;
    }

    /**
     * How many jobs there are.
     *
     * @param ready could be taken now
     * @param later wait for more losses, or for another attempt
     * @param leased are being worked on, or their worker has ended
     */
    public record Sizes(long ready, long later, long leased) {

        public long total() {
            return this.ready + this.later + this.leased;
        }
    }

    /** A job that a worker has taken. */
    public final class Lease {

        private final RepairTask task;
        private final String reason;
        private final int attempt;
        private final Instant since;
        private final String token;

        private Lease(RepairTask task, String reason, int attempt, Instant since, String token) {
            this.task = task;
            this.reason = reason;
            this.attempt = attempt;
            this.since = since;
            this.token = token;
        }

        public RepairTask task() {
            return this.task;
        }

        /** Why the task was entered, as a sentence. */
        public String reason() {
            return this.reason;
        }

        /** 1 for the first. */
        public int attempt() {
            return this.attempt;
        }

        /** When the task was entered. */
        public Instant since() {
            return this.since;
        }

        /** Holds it for the given time from now on. Answers false when another worker has it: stop the work then. */
        public boolean renew(Duration length) {
            Instant until = RepairQueue.this.clock.instant().plus(length);
            return RepairQueue.this.redis.runForNumber(
                            RENEW,
                            RepairQueue.this.keys,
                            bytes(this.task.text()),
                            bytes(this.token),
                            bytes(until.toEpochMilli()))
                    == 1;
        }

        /** The task is done. Answers false when another worker has it. */
        public boolean done() {
            return end(NOTHING, NOTHING);
        }

        /** The task is tried again after a pause; the segment has the given surplus by now. */
        public boolean retry(Duration pause, int surplus) {
            Instant due = RepairQueue.this.clock.instant().plus(pause);
            return end(bytes(due.toEpochMilli()), bytes(surplus));
        }

        /** The task is tried again after a pause, as urgent as before. */
        public boolean retry(Duration pause) {
            Instant due = RepairQueue.this.clock.instant().plus(pause);
            return end(bytes(due.toEpochMilli()), NOTHING);
        }

        private boolean end(byte[] due, byte[] surplus) {
            return RepairQueue.this.redis.runForNumber(
                            END,
                            RepairQueue.this.keys,
                            bytes(this.task.text()),
                            bytes(this.token),
                            due,
                            surplus)
                    == 1;
        }
    }
}
