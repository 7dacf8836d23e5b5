package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.metadata.Metadata;
import io.filetao.common.chain.metadata.Pallet;
import io.filetao.common.chain.metadata.RuntimeCall;
import io.filetao.common.chain.metadata.StorageItem;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleWriter;
import io.filetao.common.chain.scale.StorageHasher;
import io.filetao.common.chain.scale.StorageKey;
import io.filetao.common.crypto.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everything that the chain keeps, at one block: each read of one metagraph sees the same block. */
final class ChainState {

    /** The pallet that holds the subnets. */
    static final String SUBTENSOR = "SubtensorModule";

    private static final int PAGE = 1000;
    private static final int QUERY = 256;
    private static final int MAX_ENTRIES = 65_536;

    private final RpcClient rpc;
    private final ChainRuntime runtime;
    private final Hash block;

    ChainState(RpcClient rpc, ChainRuntime runtime, Hash block) {
        this.rpc = rpc;
        this.runtime = runtime;
        this.block = block;
    }

    ChainRuntime runtime() {
        return this.runtime;
    }

    Metadata metadata() {
        return this.runtime.metadata();
    }

    Hash block() {
        return this.block;
    }

    /** When the block was made, by its author's clock. */
    Instant time() {
        return find("Timestamp", "Now")
                .map(now -> Instant.ofEpochMilli(now.longValue()))
                .orElseThrow(() -> new ChainException("The chain tells no time."));
    }

    /** Whether this runtime keeps an item of that name. */
    boolean has(String item) {
        return metadata().storage(SUBTENSOR, item).isPresent();
    }

    /** An item of the subnets, its default when it is absent. */
    Value value(String item, Value... keys) {
        return find(SUBTENSOR, item, keys)
                .orElseThrow(() -> new ChainException("The chain has no " + item + "."));
    }

    /** An item, empty when it is absent and has no default. */
    Optional<Value> find(String pallet, String item, Value... keys) {
        Lookup lookup = lookup(pallet, item);
        JsonNode answer =
                this.rpc.ask("state_getStorage", lookup.key(keys).hex(), Json.hex(this.block));
        return lookup.decode(answer);
    }

    /** Several items under one key, asked for together; in their order, with their defaults. */
    List<Value> values(List<String> items, Value key) {
        List<Lookup> lookups = items.stream().map(item -> lookup(SUBTENSOR, item)).toList();
        List<String> places = lookups.stream().map(lookup -> lookup.key(key).hex()).toList();
        Map<String, JsonNode> found = query(places);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            String item = items.get(i);
            values.add(
                    lookups.get(i)
                            .decode(found.get(places.get(i)))
                            .orElseThrow(
                                    () -> new ChainException("The chain has no " + item + ".")));
        }
        return values;
    }

    /** An item under many keys, asked for together; in their order. */
    List<Optional<Value>> findAll(String item, List<List<Value>> keys) {
        Lookup lookup = lookup(SUBTENSOR, item);
        List<String> places =
                keys.stream().map(key -> lookup.key(key.toArray(Value[]::new)).hex()).toList();
        Map<String, JsonNode> found = query(places);
        return places.stream().map(place -> lookup.decode(found.get(place))).toList();
    }

    /** All entries of a map whose first keys are given: the last key, and the value. */
    List<Map.Entry<Value, Value>> entries(String item, Value... firstKeys) {
        Lookup lookup = lookup(SUBTENSOR, item);
        String prefix = lookup.key(firstKeys).hex();
        List<String> places = places(prefix);
        Map<String, JsonNode> found = query(places);
        List<Map.Entry<Value, Value>> entries = new ArrayList<>();
        for (String place : places) {
            Value last = lookup.lastKey(place.substring(prefix.length()));
            lookup.decode(found.get(place)).ifPresent(value -> entries.add(Map.entry(last, value)));
        }
        return entries;
    }

    /** Whether the runtime says that it answers a call of that name. */
    Optional<RuntimeCall> runtimeCall(String name) {
        return Optional.ofNullable(metadata().runtimeCalls().get(name));
    }

    /** Asks the runtime, as its metadata says. */
    Value ask(String name, RuntimeCall signature, Value... arguments) {
        ScaleWriter encoded = new ScaleWriter();
        for (int i = 0; i < arguments.length; i++) {
            encoded.raw(metadata().types().encode(signature.inputs().get(i).type(), arguments[i]));
        }
        return metadata().types().decode(signature.output(), ask(name, encoded.bytes()));
    }

    /** Asks the runtime with encoded arguments. */
    byte[] ask(String name, byte[] arguments) {
        return Json.bytes(
                this.rpc.ask("state_call", name, Json.hex(arguments), Json.hex(this.block)));
    }

    private List<String> places(String prefix) {
        List<String> places = new ArrayList<>();
        @Nullable String start = null;
        while (true) {
            JsonNode page =
                    this.rpc.ask("state_getKeysPaged", prefix, PAGE, start, Json.hex(this.block));
            for (JsonNode place : page) {
                String next = place.asString("");
                if (!next.startsWith(prefix) || start != null && next.compareTo(start) <= 0) {
                    throw new MalformedScaleException("The keys of a map are not in order");
                }
                start = next;
                places.add(next);
            }
            if (page.size() < PAGE) {
                return places;
            }
            if (places.size() > MAX_ENTRIES) {
                throw new MalformedScaleException("A map has too many entries");
            }
        }
    }

    private Map<String, JsonNode> query(List<String> places) {
        Map<String, JsonNode> found = new HashMap<>();
        for (int from = 0; from < places.size(); from += QUERY) {
            List<String> some = places.subList(from, Math.min(from + QUERY, places.size()));
            JsonNode answer = this.rpc.ask("state_queryStorageAt", some, Json.hex(this.block));
            for (JsonNode changes : answer) {
                for (JsonNode change : changes.path("changes")) {
                    found.put(change.path(0).asString(""), change.path(1));
                }
            }
        }
        return found;
    }

    private Lookup lookup(String pallet, String item) {
        Pallet holder =
                metadata()
                        .pallet(pallet)
                        .orElseThrow(() -> new ChainException("The chain has no " + pallet + "."));
        StorageItem found = holder.storage().get(item);
        if (found == null) {
            throw new ChainException("The chain keeps no " + pallet + "." + item + ".");
        }
        return new Lookup(metadata(), holder, found, found.keys(metadata().types()));
    }

    /** How one item is found and read. */
    private record Lookup(
            Metadata metadata, Pallet pallet, StorageItem item, List<Integer> keyTypes) {

        StorageKey key(Value... keys) {
            StorageKey key = StorageKey.of(this.pallet.prefix(), this.item.name());
            for (int i = 0; i < keys.length; i++) {
                key =
                        key.with(
                                this.item.hashers().get(i),
                                this.metadata.types().encode(this.keyTypes.get(i), keys[i]));
            }
            return key;
        }

        Optional<Value> decode(@Nullable JsonNode answer) {
            if (answer != null && !answer.isNull()) {
                return Optional.of(
                        this.metadata.types().decode(this.item.value(), Json.bytes(answer)));
            }
            return this.item.optional()
                    ? Optional.empty()
                    : Optional.of(
                            this.metadata.types().decode(this.item.value(), this.item.fallback()));
        }

        /** The key at the end of a place, behind its hash. */
        Value lastKey(String hex) {
            int last = this.keyTypes.size() - 1;
            StorageHasher hasher = this.item.hashers().get(last);
            byte[] part = Json.bytes("0x" + hex);
            int hash =
                    switch (hasher) {
                        case IDENTITY -> 0;
                        case TWOX_64_CONCAT -> 8;
                        case BLAKE2_128_CONCAT -> 16;
                        default ->
                                throw new MalformedScaleException(
                                        "Keys cannot be told from hashes");
                    };
            if (part.length < hash) {
                throw new MalformedScaleException("A key is too short");
            }
            byte[] key = Arrays.copyOfRange(part, hash, part.length);
            return this.metadata.types().decode(this.keyTypes.get(last), key);
        }
    }
}
