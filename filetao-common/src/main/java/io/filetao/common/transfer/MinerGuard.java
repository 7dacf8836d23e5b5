package io.filetao.common.transfer;

import io.filetao.common.wallet.Ss58Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which miners the transfers of users go to: a miner that keeps failing is left alone for a while, and no miner gets more than so
 * many exchanges at once.
 *
 * <p>It guides reads and writes of files only. Challenges, sweeps, duties, repair and pings never ask it, so that no miner can
 * escape them by failing; and what it holds back says nothing about a miner, so it is never counted against one.
 */
public interface MinerGuard {

    /** Holds nobody back. */
    MinerGuard NONE =
            new MinerGuard() {
                @Override
                public Optional<Exchange> tryBegin(Ss58Address miner) {
                    return Optional.of(Exchange.FREE);
                }

                @Override
                public Exchange insist(Ss58Address miner) {
                    return Exchange.FREE;
                }
            };

    /** Begins an exchange with a miner, unless the miner is to be left alone now. Never waits. */
    Optional<Exchange> tryBegin(Ss58Address miner);

    /** Begins an exchange even so, for bytes that nobody else can give or take. Never waits. */
    Exchange insist(Ss58Address miner);

    /** One exchange. The first outcome counts; without one it counts as neither good nor bad. */
    interface Exchange extends AutoCloseable {

        /** Counts for nothing. */
        Exchange FREE =
                new Exchange() {
                    @Override
                    public void enter() {}

                    @Override
                    public void ended(@Nullable Exception failure) {}

                    @Override
                    public void hung() {}

                    @Override
                    public void close() {}
                };

        /**
         * Takes a place among the exchanges with this miner, for which it may wait a little; {@link #close()} gives it back.
         *
         * @throws MinerHeldBackException when none becomes free in time
         */
        void enter() throws MinerHeldBackException;

        /** The exchange came to its end; a failure counts when it shows that the miner is away or silent. */
        void ended(@Nullable Exception failure);

        /** Others were so much faster that this exchange was given up. */
        void hung();

        @Override
        void close();
    }
}
