package io.filetao.common.chain;

import java.util.SortedMap;

/**
 * A validator's opinion of the miners.
 *
 * @param byUid weight of each uid, 1 to 65535; absent means 0
 * @param versionKey version of the rules that made them
 */
public record Weights(SortedMap<Integer, Integer> byUid, long versionKey) {}
