package io.filetao.api.access;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Ss58Address;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the coldkey for which a hotkey acts: the one that signed it over, or the one that owns it on chain. */
@Component
final class Accounts {

    private final MetagraphCache metagraph;
    private final InstantSource clock;

    Accounts(MetagraphCache metagraph, InstantSource clock) {
        this.metagraph = metagraph;
        this.clock = clock;
    }

    /**
     * The account of a hotkey whose signature has been checked.
     *
     * @param certificate value of the {@code Filetao-Account} header, null when it was not sent
     * @throws ProblemException with 401 when the certificate does not hold, 403 when nobody vouches for the hotkey
     */
    Ss58Address of(Ss58Address hotkey, @Nullable String certificate) {
        if (certificate != null) {
            return certified(hotkey, certificate);
        }
        return this.metagraph
                .neuron(hotkey)
                .map(Neuron::coldkey)
                .orElseThrow(() ->
                        new ProblemException(
                                ProblemType.NOT_ADMITTED,
                                "The hotkey %s is not registered; send the coldkey's certificate for it in Filetao-Account."
                                        .formatted(hotkey)));
    }

    /** The account that a token for a hotkey reaches: its coldkey on chain, or the hotkey itself where the chain knows none. */
    Ss58Address ofGranted(Ss58Address hotkey) {
        return this.metagraph.neuron(hotkey).map(Neuron::coldkey).orElse(hotkey);
    }

    private Ss58Address certified(Ss58Address hotkey, String text) {
        try {
            AccountCertificate certificate = AccountCertificate.parse(text);
            if (certificate.verify(hotkey, this.clock.instant())) {
                return certificate.coldkey();
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below like one that does not hold.
        }
        throw new ProblemException(
                ProblemType.SIGNATURE_REFUSED,
                "The account certificate is not this hotkey's, has expired or is damaged; make a new one with the coldkey.");
    }
}
