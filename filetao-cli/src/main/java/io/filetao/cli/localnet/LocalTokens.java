package io.filetao.cli.localnet;

import io.filetao.cli.connection.RedisServers;
import io.filetao.common.access.AccessToken;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Wallet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The tokens of a local network, issued into its Redis before its nodes run. Those of the run before end with that.
 *
 * @param everything token with all scopes, for the files of the network's user
 * @param reading token of the dashboard
 */
record LocalTokens(String everything, String reading) {

    private static final String USER = "local network";
    private static final String DASHBOARD = "dashboard of the local network";
    private static final Duration TTL = Duration.ofDays(365);

    /**
     * Issues them.
     *
     * @param redis the {@code spring.data.redis} properties of its Redis
     * @param prefix of the keys of the validator and its API
     * @param user whose files they reach
     */
    static LocalTokens issue(Map<String, Object> redis, String prefix, Wallet user) {
        return RedisServers.with(
                RedisAddress.of(redis).configuration(), template -> issue(template, prefix, user));
    }

    private static LocalTokens issue(StringRedisTemplate redis, String prefix, Wallet user) {
        AccessTokens tokens =
                new AccessTokens(
                        new RedisCalls(redis), new Keyspace(prefix), InstantSource.system());
        tokens.list().stream()
                .filter(token -> Set.of(USER, DASHBOARD).contains(String.valueOf(token.name())))
                .map(AccessToken::id)
                .forEach(tokens::revoke);
        return new LocalTokens(
                issue(tokens, user, Scope.all(), USER),
                issue(tokens, user, Set.of(Scope.READ), DASHBOARD));
    }

    @Override
    public String toString() {
        return "LocalTokens[]";
    }

    private static String issue(AccessTokens tokens, Wallet user, Set<Scope> scopes, String name) {
        return tokens.issue(user.hotkey().address(), user.coldkeyAddress(), scopes, name, TTL)
                .text();
    }
}
