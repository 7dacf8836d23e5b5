package io.filetao.common.chain.metadata;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A part of the runtime.
 *
 * @param index the byte that stands for it in calls, events and errors
 * @param prefix name under which its storage is kept
 * @param storage its items by name
 * @param calls id of the type of its calls
 * @param errors id of the type of its errors
 */
public record Pallet(
        String name,
        int index,
        String prefix,
        Map<String, StorageItem> storage,
        OptionalInt calls,
        OptionalInt errors) {}
