package io.filetao.common.transfer;

import io.filetao.common.wallet.Ss58Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which miners the transfers of users go to: a miner that keeps failing is left alone for a while, and one with many exchanges under
 * way is passed over for others. It guides a choice before an exchange begins and never ends one; how much goes on at all is bounded
 * where requests come in.
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

    /** Begins an exchange with a miner, unless others should be asked rather than this one now. Never waits. */
    Optional<Exchange> tryBegin(Ss58Address miner);

    /** Begins an exchange even so, for bytes that nobody else can give or take. Never waits. */
    Exchange insist(Ss58Address miner);

    /** One exchange. The first outcome counts; without one it counts as neither good nor bad. */
    interface Exchange extends AutoCloseable {

        /** Counts for nothing. */
        Exchange FREE =
                new Exchange() {
                    @Override
                    public void ended(@Nullable Exception failure) {}

                    @Override
                    public void hung() {}

                    @Override
                    public void close() {}
                };

        /** The exchange came to its end; a failure counts when it shows that the miner is away or silent. */
        void ended(@Nullable Exception failure);

        /** Others were so much faster that this exchange was given up. */
        void hung();

        /** Gives its place among the exchanges with this miner back. */
        @Override
        void close();
    }
}
