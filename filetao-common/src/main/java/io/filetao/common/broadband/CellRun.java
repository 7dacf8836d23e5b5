package io.filetao.common.broadband;

import io.filetao.common.erasure.StripeLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Neighbouring stripes of a range that touch the same data shards.
 *
 * @param first stripe
 * @param last stripe
 * @param wanted numbers of the data shards whose cells the range touches
 */
record CellRun(StripeLayout layout, int first, int last, BitSet wanted) {

    /** The runs that cover the bytes [from, to) of a segment: at most a begun stripe, the whole ones, and a begun one. */
    static List<CellRun> of(StripeLayout layout, int from, int to) {
        List<CellRun> runs = new ArrayList<>();
        for (int stripe = layout.stripeOf(from); stripe <= layout.stripeOf(to - 1); stripe++) {
            BitSet wanted = touched(layout, stripe, from, to);
            CellRun previous = runs.isEmpty() ? null : runs.getLast();
            if (previous != null && previous.wanted.equals(wanted)) {
                runs.set(runs.size() - 1, new CellRun(layout, previous.first, stripe, wanted));
            } else {
                runs.add(new CellRun(layout, stripe, stripe, wanted));
            }
        }
        return runs;
    }

    private static BitSet touched(StripeLayout layout, int stripe, int from, int to) {
        int start = Math.max(0, from - stripe * layout.stripeBytes());
        int end = Math.min(layout.stripeLength(stripe), to - stripe * layout.stripeBytes());
        int cell = layout.cellLength(stripe);
        BitSet wanted = new BitSet(layout.k());
        wanted.set(start / cell, (end - 1) / cell + 1);
        return wanted;
    }
}
