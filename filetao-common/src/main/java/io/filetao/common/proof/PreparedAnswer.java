package io.filetao.common.proof;

/**
 * Both moves of a miner, about 8 KB: the answer goes out at once, the opening waits until it is asked for.
 *
 * @param answer move 1
 * @param opening move 2
 */
public record PreparedAnswer(Answer answer, Opening opening) {}
