package io.filetao.common.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.access.AccessTokens.Issued;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens in a real Redis, under a clock that the test turns. */
@ExtendWith(RedisServerExtension.class)
class AccessTokensTests {

    private static final Ss58Address HOTKEY = Keypair.ofUri("//Alice").address();
    private static final Ss58Address COLDKEY = Keypair.ofUri("//Bob").address();

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private AccessTokens tokens;
    private RedisServer server;

    @BeforeEach
    void start(RedisServer redis) {
        this.server = redis;
        this.tokens = onReplica();
    }

    @Test
    void findWhenIssuedAnswersWhatItAllowsOnEveryReplica() {
        Issued issued = issue(Duration.ofHours(1), Scope.READ, Scope.WRITE);

        assertThat(onReplica().find(issued.text())).contains(issued.token());
        assertThat(issued.token().scopes()).containsExactly(Scope.READ, Scope.WRITE);
        assertThat(issued.token().account()).isEqualTo(COLDKEY);
        assertThat(issued.token().expiresAt()).isEqualTo(this.now.plusSeconds(3600));
    }

    @Test
    void findWhenRevokedExpiredOrChangedAnswersNothing() {
        Issued revoked = issue(Duration.ofHours(1), Scope.READ);
        Issued expired = issue(Duration.ofMinutes(1), Scope.READ);
        Issued kept = issue(Duration.ofHours(1), Scope.READ);

        assertThat(onReplica().revoke(revoked.token().id())).isTrue();
        assertThat(onReplica().revoke(revoked.token().id())).isFalse();
        this.now = this.now.plusSeconds(60);

        assertThat(this.tokens.find(revoked.text())).isEmpty();
        assertThat(this.tokens.find(expired.text())).isEmpty();
        assertThat(this.tokens.find(kept.text())).isPresent();
        String text = kept.text();
        char last = text.charAt(text.length() - 1);
        assertThat(this.tokens.find(text.substring(0, text.length() - 1) + (char) (last ^ 1)))
                .isEmpty();
        assertThat(this.tokens.find("")).isEmpty();
        assertThat(this.tokens.find("filetao_" + "A".repeat(43))).isEmpty();
        assertThat(this.tokens.list()).containsExactly(kept.token());
    }

    @Test
    void issueForgetsWhatHasExpired() {
        issue(Duration.ofMinutes(1), Scope.READ);
        this.now = this.now.plusSeconds(60);
        issue(Duration.ofMinutes(1), Scope.READ);

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void nothingInRedisIsTheToken() {
        Issued issued = issue(Duration.ofHours(1), Scope.ADMIN);

        String stored =
                String.valueOf(
                        this.server
                                .template()
                                .opsForHash()
                                .entries(new Keyspace(this.server.prefix()).tokens()));

        assertThat(stored).contains(issued.token().id()).doesNotContain(issued.text().substring(8));
        assertThat(issued.toString()).doesNotContain(issued.text());
    }

    @Test
    void issueWithoutAScopeOrWithAnEndlessLifeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> issue(Duration.ofHours(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issue(Duration.ofDays(36_500), Scope.READ));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issue(Duration.ofMillis(10), Scope.READ));
    }

    private Issued issue(Duration ttl, Scope... scopes) {
        return this.tokens.issue(HOTKEY, COLDKEY, Set.of(scopes), "test", ttl);
    }

    private AccessTokens onReplica() {
        return new AccessTokens(
                new RedisCalls(this.server.template()),
                new Keyspace(this.server.prefix()),
                () -> this.now);
    }

    private long rows() {
        return this.server
                .template()
                .opsForHash()
                .size(new Keyspace(this.server.prefix()).tokens());
    }
}
