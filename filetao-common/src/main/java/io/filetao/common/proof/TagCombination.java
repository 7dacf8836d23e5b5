package io.filetao.common.proof;

/** Sums {@code sg_t = sum_i nu_i T_ti mod p}. Products stay below 2^64; their halves are added up apart. */
final class TagCombination {

    private final long[] low = new long[Field.TAGS];
    private final long[] high = new long[Field.TAGS];
    private final long[] tags = new long[Field.TAGS];

    /** Adds the tags of blocks that follow each other, one for each coefficient. */
    void add(int[] coefficients, Tags stored, int firstBlock) {
        for (int i = 0; i < coefficients.length; i++) {
            stored.read(firstBlock + i, this.tags);
            add(coefficients[i]);
        }
    }

    /** The same for tags as they are stored. */
    void add(int[] coefficients, byte[] stored) {
        for (int i = 0; i < coefficients.length; i++) {
            FieldVector.decode(stored, i * Tags.BYTES, Field.TAGS, this.tags, 0);
            add(coefficients[i]);
        }
    }

    private void add(long coefficient) {
        for (int t = 0; t < Field.TAGS; t++) {
            long product = coefficient * this.tags[t];
            this.low[t] += product & 0xffffffffL;
            this.high[t] += product >>> 32;
        }
    }

    long[] result() {
        long[] sums = new long[Field.TAGS];
        for (int t = 0; t < Field.TAGS; t++) {
            sums[t] = Field.join(this.low[t], this.high[t]);
        }
        return sums;
    }
}
