package io.filetao.common.stats;

import io.filetao.common.wallet.Ss58Address;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A book that lasts as long as its program, for simulations. */
public final class InMemoryScoreBook implements ScoreBook {

    private final Map<Ss58Address, Standing> standings = new ConcurrentHashMap<>();
    private final ReentrantLock working = new ReentrantLock();
    private volatile OptionalLong window = OptionalLong.empty();

    @Override
    public Optional<Standing> find(Ss58Address hotkey) {
        return Optional.ofNullable(this.standings.get(hotkey));
    }

    @Override
    public Map<Ss58Address, Standing> findAll(Collection<Ss58Address> hotkeys) {
        Map<Ss58Address, Standing> found = new HashMap<>();
        hotkeys.forEach(hotkey -> find(hotkey).ifPresent(it -> found.put(hotkey, it)));
        return found;
    }

    @Override
    public boolean replace(Ss58Address hotkey, @Nullable Standing expected, Standing next) {
        Standing versioned = next.withVersion(expected == null ? 1 : expected.version() + 1);
        Standing written =
                this.standings.compute(
                        hotkey,
                        (_, kept) -> {
                            long version = kept == null ? 0 : kept.version();
                            long wanted = expected == null ? 0 : expected.version();
                            return version == wanted ? versioned : kept;
                        });
        return written == versioned;
    }

    @Override
    public OptionalLong window() {
        return this.window;
    }

    @Override
    public void beginWindow(long block) {
        this.window = OptionalLong.of(block);
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        this.working.lock();
        try {
            return work.get();
        } finally {
            this.working.unlock();
        }
    }
}
