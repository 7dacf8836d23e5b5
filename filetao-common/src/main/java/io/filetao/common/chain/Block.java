package io.filetao.common.chain;

import io.filetao.common.crypto.Hash;
import java.time.Instant;

/** A block's number, hash and time. */
public record Block(long number, Hash hash, Instant time) {}
