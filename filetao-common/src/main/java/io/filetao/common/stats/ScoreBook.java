package io.filetao.common.stats;

import io.filetao.common.wallet.Ss58Address;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the standings; decides nothing about them. Calls block the calling virtual thread and throw
 * {@link io.filetao.common.index.IndexUnavailableException} when the book is away.
 */
public interface ScoreBook {

    Optional<Standing> find(Ss58Address hotkey);

    /** Those of the hotkeys that have one. */
    Map<Ss58Address, Standing> findAll(Collection<Ss58Address> hotkeys);

    /**
     * Writes a standing if the one that is kept still has the expected one's version.
     *
     * @param expected null when there was none
     * @return false when another was faster
     */
    boolean replace(Ss58Address hotkey, @Nullable Standing expected, Standing next);

    /** Block in which the window of the network began; empty before the first. */
    OptionalLong window();

    void beginWindow(long block);

    /** Does something while no other replica does the like. */
    <T> T exclusively(Supplier<T> work);
}
