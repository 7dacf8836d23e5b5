package io.filetao.api.file;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.crypto.Hash;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Remembers what was answered under an {@code Idempotency-Key}, for a day and over all replicas, so that a client that did not hear
 * the answer can ask again without doing it twice (draft-ietf-httpapi-idempotency-key-header). Keys belong to an account. A request
 * that failed leaves nothing behind. Calls block.
 */
@Component
final class IdempotencyKeys {

    static final String HEADER = "Idempotency-Key";

    /** Tells a client that an answer was given before. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final LuaScript BEGIN = LuaScript.named("begin-request");
    private static final LuaScript END = LuaScript.named("end-request");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration RENEWAL = Duration.ofSeconds(20);
    private static final Duration KEPT = Duration.ofDays(1);

    private final RedisCalls redis;
    private final Keyspace keys;

    IdempotencyKeys(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * The key of a request, with or without the quotes of a structured field.
     *
     * @return empty when it has none
     * @throws ProblemException with 400 when it is malformed
     */
    static Optional<String> of(HttpHeaders headers) {
        String header = headers.getFirst(HEADER);
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        String key = quoted ? text.substring(1, text.length() - 1) : text;
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.");
        }
        return Optional.of(key);
    }

    /**
     * Begins a request, unless it was answered before.
     *
     * @param asked digest of what is asked besides the body
     * @throws ProblemException with 409 while the first request is still going on, 422 when something else was asked under the key
     */
    Attempt begin(String account, String key, Hash asked) {
        String name =
                this.keys.idempotency(
                        account, Hash.sha256(key.getBytes(StandardCharsets.US_ASCII)).hex());
        String run = UUID.randomUUID().toString();
        List<byte[]> known = hold(name, run, asked);
        return switch (RedisCalls.text(known.getFirst())) {
            case "begun" -> new Attempt(name, run, asked, null);
            case "running" ->
                    throw new ProblemException(
                                    ProblemType.IDEMPOTENCY_KEY_IN_USE,
                                    "The first request with this Idempotency-Key is still going on; ask again when it has ended.")
                            .retryAfter(5);
            default -> {
                if (!asked.hex().equals(RedisCalls.text(known.get(1)))) {
                    throw reused();
                }
                yield new Attempt(name, run, asked, known.get(2));
            }
        };
    }

    /** The refusal of another request under a key that was used. */
    static ProblemException reused() {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key was used for another request; take a new key for each.");
    }

    private List<byte[]> hold(String name, String run, Hash asked) {
        List<byte[]> answer =
                this.redis.run(
                        BEGIN,
                        ReturnType.MULTI,
                        List.of(name),
                        RedisCalls.bytes(run),
                        RedisCalls.bytes(asked.hex()),
                        RedisCalls.bytes(LEASE.toMillis()));
        if (answer == null || answer.isEmpty()) {
            throw new IllegalStateException("The script " + BEGIN + " answered nothing");
        }
        return answer;
    }

    /** One request under a key; held until it is closed. */
    final class Attempt implements AutoCloseable {

        private final String name;
        private final String run;
        private final byte @Nullable [] answered;
        private final @Nullable Thread renewal;
        private byte[] answer = new byte[0];

        private Attempt(String name, String run, Hash asked, byte @Nullable [] answered) {
            this.name = name;
            this.run = run;
            this.answered = answered;
            this.renewal =
                    answered != null
                            ? null
                            : Thread.ofVirtual().name("idempotency").start(() -> renew(asked));
        }

        /** What was answered before, null when this is the first request. */
        byte @Nullable [] answered() {
            return this.answered;
        }

        /** Remembers the answer of the first request. */
        void answer(byte[] document) {
            this.answer = document;
        }

        @Override
        public void close() {
            if (this.renewal == null) {
                return;
            }
            this.renewal.interrupt();
            IdempotencyKeys.this.redis.runForNumber(
                    END,
                    List.of(this.name),
                    RedisCalls.bytes(this.run),
                    this.answer,
                    RedisCalls.bytes(KEPT.toMillis()));
        }

        private void renew(Hash asked) {
            try {
                while (true) {
                    Thread.sleep(RENEWAL);
                    try {
                        hold(this.name, this.run, asked);
                    } catch (RuntimeException away) {
                        LOG.debug("idempotency key not renewed: {}", away.getMessage());
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
