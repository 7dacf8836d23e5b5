package io.filetao.miner.health;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the chain is known well enough, and knows this miner. */
public final class RegistrationHealthIndicator implements HealthIndicator {

    private final MetagraphCache metagraph;
    private final Ss58Address hotkey;
    private final BooleanSupplier announced;
    private final Duration maxAge;

    /**
     * @param announced whether the chain has this miner's address, true where it is not to be announced
     * @param maxAge oldest metagraph to work with
     */
    public RegistrationHealthIndicator(
            MetagraphCache metagraph,
            Ss58Address hotkey,
            BooleanSupplier announced,
            Duration maxAge) {
        this.metagraph = metagraph;
        this.hotkey = hotkey;
        this.announced = announced;
        this.maxAge = maxAge;
    }

    @Override
    public Health health() {
        try {
            Optional<Neuron> neuron = this.metagraph.metagraph().neuron(this.hotkey);
            Optional<Duration> age = this.metagraph.age();
            if (age.isEmpty() || age.get().compareTo(this.maxAge) > 0) {
                return outOfService("The chain has not answered for too long");
            }
            if (neuron.isEmpty()) {
                return outOfService(
                        "The hotkey "
                                + this.hotkey
                                + " is not registered on the subnet; register it with 'filetao"
                                + " chain register'");
            }
            if (!this.announced.getAsBoolean()) {
                return outOfService("The address is not announced on the chain yet");
            }
            return Health.up().withDetail("uid", neuron.get().uid()).build();
        } catch (ChainException away) {
            return outOfService("The chain does not answer");
        }
    }

    private static Health outOfService(String reason) {
        return Health.outOfService().withDetail("reason", reason).build();
    }
}
