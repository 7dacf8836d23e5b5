package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items that every runtime keeps, in about ten calls. */
final class StorageMetagraph implements MetagraphSource {

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public Optional<List<Neuron>> read(ChainState state, int netuid) {
        Value subnet = Value.of(netuid);
        if (!state.value("NetworksAdded", subnet).bool()) {
            throw Neurons.noSubnet(netuid);
        }
        List<Map.Entry<Value, Value>> uids = state.entries("Uids", subnet);
        List<Value> hotkeys = uids.stream().map(Map.Entry::getKey).toList();
        List<Value> owners =
                all(
                        state,
                        "Owner",
                        hotkeys.stream().map(List::of).toList(),
                        Value.of(new byte[32]));
        List<Value> stakes = stakes(state, subnet, hotkeys);
        List<Value> registered =
                all(
                        state,
                        "BlockAtRegistration",
                        uids.stream().map(uid -> List.of(subnet, uid.getValue())).toList(),
                        Value.of(0));
        List<Value> permits = state.value("ValidatorPermit", subnet).items();
        List<Value> updates = state.value("LastUpdate", subnet).items();
        Map<Ss58Address, AxonInfo> axons = axons(state, subnet);
        List<Neuron> neurons = new ArrayList<>();
        for (int i = 0; i < uids.size(); i++) {
            int uid = uids.get(i).getValue().intValue();
            Ss58Address hotkey = Neurons.address(hotkeys.get(i));
            neurons.add(
                    new Neuron(
                            uid,
                            hotkey,
                            Neurons.address(owners.get(i)),
                            stakes.get(i).number(),
                            uid < permits.size() && permits.get(uid).bool(),
                            axons.get(hotkey),
                            uid < updates.size() ? updates.get(uid).longValue() : 0,
                            registered.get(i).longValue()));
        }
        return Optional.of(neurons);
    }

    private static Map<Ss58Address, AxonInfo> axons(ChainState state, Value subnet) {
        Map<Ss58Address, AxonInfo> axons = new HashMap<>();
        for (Map.Entry<Value, Value> entry : state.entries("Axons", subnet)) {
            AxonInfo axon = Neurons.axon(entry.getValue());
            if (axon != null) {
                axons.put(Neurons.address(entry.getKey()), axon);
            }
        }
        return axons;
    }

    /** Stake in the subnet's own token since there is one for each subnet; before, stake of the hotkey. */
    private static List<Value> stakes(ChainState state, Value subnet, List<Value> hotkeys) {
        return state.has("TotalHotkeyAlpha")
                ? all(
                        state,
                        "TotalHotkeyAlpha",
                        hotkeys.stream().map(hotkey -> List.of(hotkey, subnet)).toList(),
                        Value.of(0))
                : all(
                        state,
                        "TotalHotkeyStake",
                        hotkeys.stream().map(List::of).toList(),
                        Value.of(0));
    }

    private static List<Value> all(
            ChainState state, String item, List<List<Value>> keys, Value absent) {
        return state.findAll(item, keys).stream().map(value -> value.orElse(absent)).toList();
    }
}
