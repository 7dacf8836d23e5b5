package io.filetao.common.chain.metadata;

import java.util.List;

/**
 * A function of the runtime that can be asked without a transaction.
 *
 * @param inputs names and types of what it takes
 * @param output id of the type of what it answers
 */
public record RuntimeCall(List<Field> inputs, int output) {}
