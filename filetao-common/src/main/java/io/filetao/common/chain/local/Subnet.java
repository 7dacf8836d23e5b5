package io.filetao.common.chain.local;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Neuron;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The slots of one subnet and the rules by which they change hands. Not thread-safe: {@link LocalChain} guards it. */
final class Subnet {

    private final Hyperparameters rules;
    private final int maxValidators;
    private final SortedMap<Integer, Neuron> slots = new TreeMap<>();
    private final Map<Ss58Address, BigInteger> stakes = new HashMap<>();
    private final Map<Integer, SortedMap<Integer, Integer>> weights = new TreeMap<>();

    Subnet(Hyperparameters rules, int maxValidators) {
        this.rules = rules;
        this.maxValidators = maxValidators;
    }

    /** All neurons, with the permits that their stakes give them now. */
    List<Neuron> neurons() {
        Set<Ss58Address> permitted = permitted();
        return this.slots.values().stream()
                .map(slot -> current(slot, permitted.contains(slot.hotkey())))
                .toList();
    }

    Map<Integer, SortedMap<Integer, Integer>> weights() {
        return this.weights;
    }

    Optional<Neuron> find(Ss58Address hotkey) {
        return this.slots.values().stream()
                .filter(slot -> slot.hotkey().equals(hotkey))
                .findFirst();
    }

    int register(Ss58Address hotkey, Ss58Address coldkey, long block) {
        int uid = freeSlot(block);
        forget(uid);
        this.slots.put(
                uid, new Neuron(uid, hotkey, coldkey, BigInteger.ZERO, false, null, 0, block));
        return uid;
    }

    void deregister(Neuron neuron) {
        forget(neuron.uid());
        this.slots.remove(neuron.uid());
    }

    void addStake(Ss58Address hotkey, BigInteger rao) {
        this.stakes.merge(hotkey, rao, BigInteger::add);
    }

    void serve(Neuron neuron, AxonInfo axon) {
        this.slots.put(
                neuron.uid(),
                new Neuron(
                        neuron.uid(),
                        neuron.hotkey(),
                        neuron.coldkey(),
                        neuron.stake(),
                        neuron.validatorPermit(),
                        axon,
                        neuron.lastUpdate(),
                        neuron.registeredAt()));
    }

    void setWeights(
            Neuron validator, SortedMap<Integer, Integer> byUid, long versionKey, long block) {
        if (!permitted().contains(validator.hotkey())) {
            throw new RefusedCallException(
                    "NeuronNoValidatorPermit",
                    "the hotkey has no validator permit; add stake to it");
        }
        if (versionKey < this.rules.weightsVersion()) {
            throw new RefusedCallException(
                    "IncorrectWeightVersionKey",
                    "the version key is below " + this.rules.weightsVersion());
        }
        if (validator.lastUpdate() > 0
                && block - validator.lastUpdate() < this.rules.weightsRateLimit()) {
            throw new RefusedCallException(
                    "SettingWeightsTooFast",
                    "weights may be set once in " + this.rules.weightsRateLimit() + " blocks");
        }
        checkVector(byUid);
        this.weights.put(validator.uid(), new TreeMap<>(byUid));
        this.slots.put(
                validator.uid(),
                new Neuron(
                        validator.uid(),
                        validator.hotkey(),
                        validator.coldkey(),
                        validator.stake(),
                        validator.validatorPermit(),
                        validator.axon(),
                        block,
                        validator.registeredAt()));
    }

    private void checkVector(SortedMap<Integer, Integer> byUid) {
        for (Map.Entry<Integer, Integer> weight : byUid.entrySet()) {
            if (!this.slots.containsKey(weight.getKey())) {
                throw new RefusedCallException(
                        "UidVecContainInvalidOne", "uid " + weight.getKey() + " is not registered");
            }
            if (weight.getValue() < 1 || weight.getValue() > 65535) {
                throw new RefusedCallException(
                        "WeightOutOfRange", "a weight is a number from 1 to 65535");
            }
        }
        if (byUid.size() < Math.min(this.rules.minAllowedWeights(), this.slots.size())) {
            throw new RefusedCallException(
                    "WeightVecLengthIsLow",
                    "at least " + this.rules.minAllowedWeights() + " weights are needed");
        }
        long sum = byUid.values().stream().mapToLong(Integer::longValue).sum();
        long largest = byUid.values().stream().mapToLong(Integer::longValue).max().orElse(0);
        // One part in 65535 of tolerance, as the u16 values are rounded to the largest.
        if (largest * 65535 > sum * (this.rules.maxWeightLimit() + 1L) && byUid.size() > 1) {
            throw new RefusedCallException(
                    "MaxWeightExceeded",
                    "no weight may exceed " + this.rules.maxWeightLimit() + "/65535 of their sum");
        }
    }

    /** The hotkeys with the most stake, as many as the subnet allows validators; without stake there is no permit. */
    private Set<Ss58Address> permitted() {
        return this.slots.values().stream()
                .map(Neuron::hotkey)
                .filter(hotkey -> stake(hotkey).signum() > 0)
                .sorted(Comparator.comparing(this::stake).reversed().thenComparing(h -> h))
                .limit(this.maxValidators)
                .collect(Collectors.toSet());
    }

    /** The lowest free slot; when all are taken, that of the neuron which earns least, those in immunity last. */
    private int freeSlot(long block) {
        for (int uid = 0; uid < this.rules.maxUids(); uid++) {
            if (!this.slots.containsKey(uid)) {
                return uid;
            }
        }
        Comparator<Neuron> order =
                Comparator.comparing((Neuron neuron) ->
                                block - neuron.registeredAt() < this.rules.immunityPeriod())
                        .thenComparing(neuron -> incentive(neuron.uid()))
                        .thenComparing(neuron -> stake(neuron.hotkey()))
                        .thenComparing(Neuron::registeredAt)
                        .thenComparing(Neuron::uid);
        return this.slots.values().stream().min(order).orElseThrow().uid();
    }

    /** What the validators think of a neuron: their shares for it, weighted by their stake. */
    private BigInteger incentive(int uid) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Integer, SortedMap<Integer, Integer>> row : this.weights.entrySet()) {
            Neuron validator = this.slots.get(row.getKey());
            long weight = row.getValue().getOrDefault(uid, 0);
            long total = row.getValue().values().stream().mapToLong(Integer::longValue).sum();
            if (validator != null && weight > 0) {
                sum =
                        sum.add(
                                stake(validator.hotkey())
                                        .multiply(BigInteger.valueOf(weight))
                                        .divide(BigInteger.valueOf(total)));
            }
        }
        return sum;
    }

    private void forget(int uid) {
        this.weights.remove(uid);
        this.weights.values().forEach(row -> row.remove(uid));
    }

    private BigInteger stake(Ss58Address hotkey) {
        return this.stakes.getOrDefault(hotkey, BigInteger.ZERO);
    }

    private Neuron current(Neuron slot, boolean permit) {
        return new Neuron(
                slot.uid(),
                slot.hotkey(),
                slot.coldkey(),
                stake(slot.hotkey()),
                permit,
                slot.axon(),
                slot.lastUpdate(),
                slot.registeredAt());
    }
}
