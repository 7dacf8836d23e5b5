package io.filetao.common.chain.metadata;

import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.StorageHasher;
import java.util.List;
import java.util.OptionalInt;

/**
 * An item of a pallet's storage.
 *
 * @param hashers one for each key of a map, none for a plain value
 * @param key id of the type of the key, a tuple where there are several; empty for a plain value
 * @param value id of the type of the value
 * @param optional whether an absent value means none; else it means the default
 * @param fallback encoded default
 */
public record StorageItem(
        String name,
        List<StorageHasher> hashers,
        OptionalInt key,
        int value,
        boolean optional,
        byte[] fallback) {

    /** Ids of the types of the keys, one for each hasher. */
    public List<Integer> keys(TypeRegistry types) {
        if (this.key.isEmpty()) {
            return List.of();
        }
        if (this.hashers.size() == 1) {
            return List.of(this.key.getAsInt());
        }
        if (types.type(this.key.getAsInt()).definition()
                        instanceof TypeDefinition.Tuple(List<Integer> items)
                && items.size() == this.hashers.size()) {
            return items;
        }
        throw new MalformedScaleException(
                "The keys of " + this.name + " and their hashers do not match");
    }
}
