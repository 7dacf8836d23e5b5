package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.metadata.Field;
import io.filetao.common.chain.metadata.RuntimeCall;
import io.filetao.common.chain.metadata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call that answers just the columns that are asked for; the metadata tells their numbers by their names. */
final class SelectiveMetagraph implements MetagraphSource {

    private static final String CALL = "SubnetInfoRuntimeApi_get_selective_metagraph";
    private static final List<String> COLUMNS =
            List.of(
                    "hotkeys",
                    "coldkeys",
                    "axons",
                    "validator_permit",
                    "last_update",
                    "block_at_registration",
                    "total_stake");

    @Override
    public String name() {
        return "selective metagraph";
    }

    @Override
    public Optional<List<Neuron>> read(ChainState state, int netuid) {
        Optional<RuntimeCall> call = state.runtimeCall(CALL);
        if (call.isEmpty() || call.get().inputs().size() != 2) {
            return Optional.empty();
        }
        List<Integer> numbers = numbers(state, call.get());
        if (numbers.size() < COLUMNS.size()) {
            return Optional.empty();
        }
        Value answer =
                state.ask(CALL, call.get(), Value.of(netuid), Value.numbers(numbers))
                        .option()
                        .orElseThrow(() -> Neurons.noSubnet(netuid));
        return Optional.of(neurons(answer));
    }

    private static List<Integer> numbers(ChainState state, RuntimeCall call) {
        List<String> all =
                state
                        .metadata()
                        .types()
                        .optionOf(call.output())
                        .map(row -> state.metadata().types().fields(row))
                        .orElse(List.of())
                        .stream()
                        .map(Field::name)
                        .toList();
        return COLUMNS.stream().map(all::indexOf).filter(number -> number >= 0).toList();
    }

    private static List<Neuron> neurons(Value columns) {
        List<Value> hotkeys = column(columns, "hotkeys");
        List<Value> coldkeys = column(columns, "coldkeys");
        List<Value> axons = column(columns, "axons");
        List<Value> permits = column(columns, "validator_permit");
        List<Value> updates = column(columns, "last_update");
        List<Value> registered = column(columns, "block_at_registration");
        List<Value> stakes = column(columns, "total_stake");
        List<Neuron> neurons = new ArrayList<>();
        for (int uid = 0; uid < hotkeys.size(); uid++) {
            neurons.add(
                    new Neuron(
                            uid,
                            Neurons.address(hotkeys.get(uid)),
                            Neurons.address(at(coldkeys, uid)),
                            at(stakes, uid).number(),
                            at(permits, uid).bool(),
                            Neurons.axon(at(axons, uid)),
                            at(updates, uid).longValue(),
                            at(registered, uid).longValue()));
        }
        return neurons;
    }

    private static List<Value> column(Value columns, String name) {
        return columns.get(name)
                .option()
                .orElseThrow(
                        () -> new ChainException("The chain left the column " + name + " out."))
                .items();
    }

    private static Value at(List<Value> column, int uid) {
        return Value.of(column).get(uid);
    }
}
