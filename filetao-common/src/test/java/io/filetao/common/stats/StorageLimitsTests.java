package io.filetao.common.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What miners may be given, out of a real Redis. */
@ExtendWith(RedisServerExtension.class)
class StorageLimitsTests {

    private final FileRecords samples = FileRecords.seeded(3);
    private final List<Ss58Address> hotkeys = this.samples.miners(3);
    private final Ss58Address hotkey = this.hotkeys.getFirst();
    private RedisFileIndex index;
    private RedisScoreBook book;
    private Departures departures;

    @BeforeEach
    void setUp(RedisServer server) {
        RedisCalls redis = new RedisCalls(server.template());
        Keyspace keys = new Keyspace(server.prefix());
        this.index = new RedisFileIndex(redis, keys);
        this.book = new RedisScoreBook(redis, keys);
        this.departures = new Departures(redis, keys);
    }

    @Test
    void ofIsWhatTheTierAllowsLessWhatIsHeld() {
        assertThat(room(100L << 20)).isEqualTo(100L << 20);
        FileRecord file = this.samples.file(1, 1, 3, this.hotkeys);
        this.index.record(file, this.samples.claim("account"));
        assertThat(room(100L << 20)).isEqualTo((100L << 20) - this.index.usedBytes(this.hotkey));
    }

    @Test
    void ofAMinerAtItsLimitIsNothing() {
        this.index.record(this.samples.file(1, 1, 3, this.hotkeys), this.samples.claim("account"));
        assertThat(room(10)).isZero();
    }

    @Test
    void ofAMinerThatLeavesIsNothingUntilItStays() {
        assertThat(this.departures.note(this.hotkey, FileRecords.NOW, Duration.ofSeconds(15)))
                .isTrue();
        assertThat(this.departures.all()).isEqualTo(Set.of(this.hotkey));
        assertThat(room(10)).isZero();
        this.departures.strike(this.hotkey);
        assertThat(this.departures.all()).isEmpty();
    }

    @Test
    void noteWhenAMinerAsksOftenLooksThroughItOnlyNowAndThen() {
        Duration pause = Duration.ofSeconds(15);
        assertThat(this.departures.note(this.hotkey, FileRecords.NOW, pause)).isTrue();
        assertThat(this.departures.note(this.hotkey, FileRecords.NOW.plusSeconds(14), pause))
                .isFalse();
        assertThat(this.departures.note(this.hotkey, FileRecords.NOW.plusSeconds(15), pause))
                .isTrue();
    }

    private long room(long limit) {
        TierTable tiers = new TierTable(List.of(new Tier("Only", limit, 0, 0, 1, 1)));
        Allowance allowed =
                new StorageLimits(this.book, this.index, tiers, this.departures::contains)
                        .of(
                                new Miner(
                                        0,
                                        this.hotkey,
                                        this.hotkey,
                                        new AxonInfo("127.0.0.1", 1, 1)));
        assertThat(allowed.onProbation()).isFalse();
        return allowed.room();
    }
}
