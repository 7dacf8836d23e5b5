package io.filetao.common.access;

import io.filetao.common.crypto.Hash;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bearer tokens of an API, in the Redis that its replicas share.
 *
 * <p>A token is 32 random bytes. Only its SHA-256 is kept, which for that much entropy is all the protection it needs, so that who
 * reads Redis learns no token, and the token is shown once, to whom it is issued. Calls block on Redis.
 */
public final class AccessTokens {

    /** Tokens that are kept at most; more are refused, so that a list stays one answer. */
    public static final int MOST = 10_000;

    /** Longest life of a token. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    private static final String PREFIX = "filetao_";
    private static final int SECRET_BYTES = 32;
    private static final int ID_DIGITS = 16;
    private static final Pattern TOKEN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final JsonMapper JSON = new JsonMapper();

    private final RedisCalls redis;
    private final byte[] key;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public AccessTokens(RedisCalls redis, Keyspace keys, InstantSource clock) {
        this.redis = redis;
        this.key = RedisCalls.bytes(keys.tokens());
        this.clock = clock;
    }

    /**
     * Issues a token, and forgets those that have expired.
     *
     * @param account whose files it reaches
     * @param ttl how long it holds, up to {@link #LONGEST}
     * @throws IllegalArgumentException without a scope or with a time to live that is out of bounds
     * @throws IllegalStateException when {@link #MOST} are there already
     */
    public Issued issue(
            Ss58Address hotkey,
            Ss58Address account,
            Set<Scope> scopes,
            @Nullable String name,
            Duration ttl) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("A token needs at least one scope");
        }
        if (ttl.toSeconds() < 1 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A token holds for 1 to %d seconds".formatted(LONGEST.toSeconds()));
        }
        if (dropExpired() >= MOST) {
            throw new IllegalStateException(
                    "There are %d tokens already; revoke some first".formatted(MOST));
        }
        byte[] secret = new byte[SECRET_BYTES];
        this.random.nextBytes(secret);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Hash hash = hash(text);
        Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        AccessToken token =
                new AccessToken(id(hash), hotkey, account, scopes, name, now, now.plus(ttl));
        byte[] row = JSON.writeValueAsBytes(Row.of(token, hash));
        this.redis.call(connection ->
                connection.hashCommands().hSet(this.key, RedisCalls.bytes(token.id()), row));
        return new Issued(token, text);
    }

    /** The token of a text, empty when it is none, was revoked or has expired. */
    public Optional<AccessToken> find(String text) {
        if (!TOKEN.matcher(text).matches()) {
            return Optional.empty();
        }
        Hash hash = hash(text);
        byte[] row =
                this.redis.call(connection ->
                        connection.hashCommands().hGet(this.key, RedisCalls.bytes(id(hash))));
        if (row == null) {
            return Optional.empty();
        }
        Row known = JSON.readValue(row, Row.class);
        boolean same = MessageDigest.isEqual(Hash.ofHex(known.sha256()).bytes(), hash.bytes());
        return Optional.of(known.token(id(hash)))
                .filter(token -> same && !token.isExpired(this.clock.instant()));
    }

    /** Every token that holds, newest first. */
    public List<AccessToken> list() {
        Instant now = this.clock.instant();
        return all().stream()
                .filter(token -> !token.isExpired(now))
                .sorted(
                        Comparator.comparing(AccessToken::createdAt)
                                .reversed()
                                .thenComparing(AccessToken::id))
                .toList();
    }

    /** Ends a token at once, on every replica. Answers false when there is none of that id. */
    public boolean revoke(String id) {
        Long removed =
                this.redis.call(connection ->
                        connection.hashCommands().hDel(this.key, RedisCalls.bytes(id)));
        return removed != null && removed > 0;
    }

    /** Answers how many are left. */
    private int dropExpired() {
        Instant now = this.clock.instant();
        List<AccessToken> all = all();
        List<AccessToken> expired = all.stream().filter(token -> token.isExpired(now)).toList();
        expired.forEach(token -> revoke(token.id()));
        return all.size() - expired.size();
    }

    private List<AccessToken> all() {
        Map<byte[], byte[]> rows =
                this.redis.call(connection -> connection.hashCommands().hGetAll(this.key));
        return rows == null
                ? List.of()
                : rows.entrySet().stream()
                        .map(row ->
                                JSON.readValue(row.getValue(), Row.class)
                                        .token(RedisCalls.text(row.getKey())))
                        .toList();
    }

    private static Hash hash(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String id(Hash hash) {
        return hash.hex().substring(0, ID_DIGITS);
    }

    /**
     * A new token.
     *
     * @param text what its bearer sends; nobody can find it out again
     */
    public record Issued(AccessToken token, String text) {

        @Override
        public String toString() {
            return "Issued[token=" + this.token + "]";
        }
    }

    /** A token as it lies in Redis. */
    private record Row(
            String sha256,
            String hotkey,
            String account,
            TreeSet<Scope> scopes,
            @Nullable String name,
            long createdAt,
            long expiresAt) {

        static Row of(AccessToken token, Hash hash) {
            return new Row(
                    hash.hex(),
                    token.hotkey().value(),
                    token.account().value(),
                    new TreeSet<>(token.scopes()),
                    token.name(),
                    token.createdAt().getEpochSecond(),
                    token.expiresAt().getEpochSecond());
        }

        AccessToken token(String id) {
            return new AccessToken(
                    id,
                    new Ss58Address(this.hotkey),
                    new Ss58Address(this.account),
                    this.scopes,
                    this.name,
                    Instant.ofEpochSecond(this.createdAt),
                    Instant.ofEpochSecond(this.expiresAt));
        }
    }
}
