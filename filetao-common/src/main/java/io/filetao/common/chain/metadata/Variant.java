package io.filetao.common.chain.metadata;

import java.util.List;

/**
 * One alternative of an enum: a call of a pallet, an event, an error.
 *
 * @param index the byte that stands for it
 */
public record Variant(String name, int index, List<Field> fields) {}
