package io.filetao.common.chain;

import io.filetao.common.wallet.Ss58Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the subnet knows the hotkey that a program works with. Without a place there a node can do nothing: nobody answers its
 * calls. It says so in the log once, with what to do, and again whenever that changes.
 */
public final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final MetagraphCache metagraph;
    private final Ss58Address hotkey;
    private @Nullable Boolean told;

    /** Looks at each metagraph from now on. */
    public Registration(MetagraphCache metagraph, Ss58Address hotkey) {
        this.metagraph = metagraph;
        this.hotkey = hotkey;
        metagraph.onRefresh(this::tell);
    }

    /** The hotkey that is looked for. */
    public Ss58Address hotkey() {
        return this.hotkey;
    }

    /**
     * Its place in the newest metagraph that is known.
     *
     * @throws ChainException when none has ever been read and the chain is away
     */
    public Optional<Neuron> neuron() {
        return this.metagraph.metagraph().neuron(this.hotkey);
    }

    /** What to do when there is none. */
    public String advice() {
        return advice(this.metagraph.metagraph().netuid());
    }

    private String advice(int netuid) {
        return "The hotkey "
                + this.hotkey
                + " is not registered on subnet "
                + netuid
                + "; register it with 'filetao chain register --netuid "
                + netuid
                + "'";
    }

    private synchronized void tell(Metagraph newest) {
        Optional<Neuron> neuron = newest.neuron(this.hotkey);
        if (this.told == null || this.told != neuron.isPresent()) {
            this.told = neuron.isPresent();
            if (neuron.isPresent()) {
                LOG.info("Registered netuid={} uid={}", newest.netuid(), neuron.get().uid());
            } else {
                LOG.warn("{}. It is looked for again with each block.", advice(newest.netuid()));
            }
        }
    }
}
