package io.filetao.api.network;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Neuron;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One validator. */
@Schema(name = "Validator", description = "A neuron with a validator permit and enough stake.")
record ValidatorView(
        @Schema(example = "0") int uid,
        @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") String hotkey,
        @Schema(example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty") String coldkey,
        @Schema(description = "Stake in TAO.", example = "1000") BigDecimal stake,
        @Schema(
                        description = "Where it serves; null while it does not.",
                        example = "127.0.0.1:8090")
                @Nullable String axon,
        @Schema(description = "Block in which it last set weights.", example = "1080")
                long lastUpdate) {

    private static final int RAO_DIGITS = 9;

    static ValidatorView of(Neuron neuron) {
        AxonInfo axon = neuron.axon();
        return new ValidatorView(
                neuron.uid(),
                neuron.hotkey().value(),
                neuron.coldkey().value(),
                new BigDecimal(neuron.stake(), RAO_DIGITS).stripTrailingZeros(),
                axon == null ? null : Addresses.of(axon),
                neuron.lastUpdate());
    }
}
