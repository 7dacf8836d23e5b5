package io.filetao.common.network;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
        int[] uids = ascending(eligible);
        int count = Math.clamp(k, 0, uids.length);
        byte[] draws = new byte[count * Long.BYTES];
        new AesCtr(seed(blockHash, task, validator).bytes()).keystream(draws, 0, draws.length);
        ByteBuffer stream = ByteBuffer.wrap(draws);
        List<Integer> drawn = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            int other =
                    place + (int) Math.unsignedMultiplyHigh(stream.getLong(), uids.length - place);
            int swapped = uids[place];
            uids[place] = uids[other];
            uids[other] = swapped;
            drawn.add(uids[place]);
        }
        return drawn;
    }

    private static int[] ascending(Collection<Integer> eligible) {
        int[] uids = new int[eligible.size()];
        int count = 0;
        boolean ascending = true;
        for (int uid : eligible) {
            ascending &= count == 0 || uid > uids[count - 1];
            uids[count++] = uid;
        }
        return ascending ? uids : Arrays.stream(uids).sorted().distinct().toArray();
    }

    private static Hash seed(Hash blockHash, String task, Ss58Address validator) {
        return HashInput.of("select")
                .add(blockHash)
                .add(task.getBytes(StandardCharsets.US_ASCII))
                .add(validator.publicKey())
                .hash();
    }
}
