package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.metadata.RuntimeCall;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.rpc.RpcException;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.ScaleWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call that answers a row for each neuron. Where the metadata does not describe it, the layout that all released runtimes
 * share is read; until spec 219 the answer was wrapped as bytes in bytes.
 */
final class NeuronsLite implements MetagraphSource {

    private static final String CALL = "NeuronInfoRuntimeApi_get_neurons_lite";

    @Override
    public String name() {
        return "neurons lite";
    }

    @Override
    public Optional<List<Neuron>> read(ChainState state, int netuid) {
        List<Value> rows;
        Optional<RuntimeCall> described = state.runtimeCall(CALL);
        if (described.isPresent()) {
            rows = state.ask(CALL, described.get(), Value.of(netuid)).items();
        } else if (state.metadata().version() >= 15) {
            return Optional.empty();
        } else {
            try {
                rows = rows(state.ask(CALL, new ScaleWriter().u16(netuid).bytes()));
            } catch (RpcException notOffered) {
                return Optional.empty();
            }
        }
        List<Neuron> neurons = new ArrayList<>();
        List<Value> registered = registered(state, netuid, rows);
        for (int i = 0; i < rows.size(); i++) {
            neurons.add(neuron(rows.get(i), registered.get(i).longValue()));
        }
        return Optional.of(neurons);
    }

    /** The one column that the rows lack. */
    private static List<Value> registered(ChainState state, int netuid, List<Value> rows) {
        List<List<Value>> keys =
                rows.stream().map(row -> List.of(Value.of(netuid), row.get("uid"))).toList();
        return state.findAll("BlockAtRegistration", keys).stream()
                .map(block -> block.orElse(Value.of(0)))
                .toList();
    }

    private static Neuron neuron(Value row, long registeredAt) {
        BigInteger stake =
                row.get("stake").items().stream()
                        .map(share -> share.get(1).number())
                        .reduce(BigInteger.ZERO, BigInteger::add);
        return new Neuron(
                row.get("uid").intValue(),
                Neurons.address(row.get("hotkey")),
                Neurons.address(row.get("coldkey")),
                stake,
                row.get("validator_permit").bool(),
                Neurons.axon(row.get("axon_info")),
                row.get("last_update").longValue(),
                registeredAt);
    }

    static List<Value> rows(byte[] answer) {
        ScaleReader in = new ScaleReader(answer);
        if (isWrapped(answer)) {
            in.compactInt();
        }
        List<Value> rows = in.vector(NeuronsLite::row);
        in.end();
        return rows;
    }

    /** Whether the first number is that of the bytes after it; as a number of rows it would be far too large. */
    private static boolean isWrapped(byte[] answer) {
        ScaleReader in = new ScaleReader(answer);
        int first = in.compactInt();
        return first > 0 && first == in.remaining();
    }

    private static Value row(ScaleReader in) {
        Map<String, Value> row = new LinkedHashMap<>();
        row.put("hotkey", Value.of(in.raw(32)));
        row.put("coldkey", Value.of(in.raw(32)));
        row.put("uid", Value.of(in.compact()));
        row.put("netuid", Value.of(in.compact()));
        row.put("active", Value.of(in.bool()));
        row.put("axon_info", axon(in));
        in.raw(31);
        row.put(
                "stake",
                Value.of(
                        in.vector(share ->
                                Value.of(
                                        List.of(
                                                Value.of(share.raw(32)),
                                                Value.of(share.compact()))))));
        for (String column :
                List.of(
                        "rank",
                        "emission",
                        "incentive",
                        "consensus",
                        "trust",
                        "validator_trust",
                        "dividends",
                        "last_update")) {
            row.put(column, Value.of(in.compact()));
        }
        row.put("validator_permit", Value.of(in.bool()));
        row.put("pruning_score", Value.of(in.compact()));
        return Value.of(row);
    }

    private static Value axon(ScaleReader in) {
        in.u64();
        Map<String, Value> axon = new LinkedHashMap<>();
        axon.put("version", Value.of(in.u32()));
        axon.put("ip", Value.of(in.u128()));
        axon.put("port", Value.of(in.u16()));
        axon.put("ip_type", Value.of(in.u8()));
        in.raw(3);
        return Value.of(axon);
    }
}
