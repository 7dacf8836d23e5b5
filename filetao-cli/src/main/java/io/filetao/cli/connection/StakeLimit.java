package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.ValidatorReport;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The least stake that a user trusts a validator with. */
final class StakeLimit {

    private StakeLimit() {}

    /** Refuses a node whose validator has less stake than the limit, in TAO; without a limit every node will do. */
    static void check(FiletaoClient client, @Nullable BigDecimal limit)
            throws FiletaoClientException {
        if (limit == null || limit.signum() <= 0) {
            return;
        }
        String hotkey = client.network().hotkey();
        BigDecimal stake =
                client.validators().stream()
                        .filter(validator -> validator.hotkey().equals(hotkey))
                        .map(ValidatorReport::stake)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
        if (stake.compareTo(limit) < 0) {
            throw new CommandException(
                    "The validator of %s has a stake of %s TAO, less than the --stake_limit of %s; name another node with --api."
                            .formatted(client.api(), stake.toPlainString(), limit.toPlainString()));
        }
    }
}
