package io.filetao.common.network;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which miners a validator may ask in a round: drawn from the block's hash, so that anybody can draw them again.
 *
 * <p>The first k of a Fisher-Yates shuffle of the eligible uids in ascending order. Step i swaps place i with place
 * {@code i + floor(x·(m-i)/2^64)}, m being the number of uids and x the next 8 bytes, big-endian and unsigned, of the AES-256-CTR
 * keystream (counter from 0) under {@code H("select", block hash, task, hotkey)}; fields are length-prefixed. Task and hotkey are
 * mixed in so that tasks of one block differ and validators do not all ask the same miners.
 */
public final class UidSelector {

    private UidSelector() {}

    /**
     * Draws at most k of the uids.
     *
     * @param task name of the duty, for instance {@code challenge}
     * @param validator hotkey of the validator that asks
     * @return in the order drawn
     */
    public static List<Integer> select(
            Hash blockHash,
            String task,
            Ss58Address validator,
            Collection<Integer> eligible,
            int k) {
        List<Integer> uids = new ArrayList<>(eligible.stream().distinct().sorted().toList());
        AesCtr stream = new AesCtr(seed(blockHash, task, validator).bytes());
        byte[] draw = new byte[Long.BYTES];
        int count = Math.min(Math.max(k, 0), uids.size());
        for (int place = 0; place < count; place++) {
            stream.apply(new byte[Long.BYTES], 0, Long.BYTES, draw, 0);
            long x = ByteBuffer.wrap(draw).getLong();
            int other = place + (int) Math.unsignedMultiplyHigh(x, uids.size() - place);
            int swapped = uids.get(place);
            uids.set(place, uids.get(other));
            uids.set(other, swapped);
        }
        return List.copyOf(uids.subList(0, count));
    }

    private static Hash seed(Hash blockHash, String task, Ss58Address validator) {
        return HashInput.of("select")
                .add(blockHash)
                .add(task.getBytes(StandardCharsets.US_ASCII))
                .add(validator.publicKey())
                .hash();
    }
}
