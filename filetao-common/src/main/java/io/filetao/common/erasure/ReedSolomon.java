package io.filetao.common.erasure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A systematic Reed-Solomon code over GF(2^8): n shards, the first k are the data itself, and any k of them give the other
 * n-k back.
 *
 * <p>It works on cells, equal pieces of each shard. Instances are immutable and may be shared by threads.
 *
 * <pre>{@code
 * ReedSolomon code = new ReedSolomon(10, 30);
 * code.encode(cells, length);            // cells[0..9] in, cells[10..29] out
 * code.decode(cellsWithNulls, length);   // fills data cells that are null
 * }</pre>
 */
public final class ReedSolomon {

    /** Most shards that the field allows. */
    public static final int MAX_SHARDS = 255;

    private final int k;
    private final int n;
    private final int[][] generator;
    private final CellTransform parity;

    /**
     * @throws IllegalArgumentException unless {@code 1 <= k <= n <= 255}
     */
    public ReedSolomon(int k, int n) {
        if (k < 1 || n < k || n > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "A code needs 1 <= k <= n <= 255, not k=" + k + ", n=" + n);
        }
        this.k = k;
        this.n = n;
        this.generator = Matrix.systematic(k, n);
        this.parity = new CellTransform(Arrays.copyOfRange(this.generator, k, n));
    }

    public int k() {
        return this.k;
    }

    public int n() {
        return this.n;
    }

    /**
     * Computes the n-k parity cells.
     *
     * @param cells n arrays: the first k are read, the others written, each up to {@code length}
     */
    public void encode(byte[][] cells, int length) {
        requireCells(cells.length);
        this.parity.apply(
                Arrays.copyOf(cells, this.k), Arrays.copyOfRange(cells, this.k, this.n), length);
    }

    /**
     * Restores the data cells that are missing (null) from any k that are there; missing parity cells stay missing.
     *
     * @param cells n entries, at least k of them not null; the first k are filled on return
     * @throws IllegalArgumentException when fewer than k cells are there
     */
    public void decode(byte[] @Nullable [] cells, int length) {
        requireCells(cells.length);
        int[] missing = new int[this.k];
        int count = 0;
        for (int number = 0; number < this.k; number++) {
            if (cells[number] == null) {
                missing[count++] = number;
            }
        }
        restore(cells, Arrays.copyOf(missing, count), length);
    }

    /**
     * Computes the given cells, data or parity, from the first k others that are there.
     *
     * @param wanted numbers whose cells are null; they are set on return
     */
    public void restore(byte[] @Nullable [] cells, int[] wanted, int length) {
        requireCells(cells.length);
        if (wanted.length == 0) {
            return;
        }
        int[] present = new int[this.k];
        byte[][] inputs = new byte[this.k][];
        int found = 0;
        for (int number = 0; number < this.n && found < this.k; number++) {
            byte[] cell = cells[number];
            if (cell != null) {
                present[found] = number;
                inputs[found++] = cell;
            }
        }
        if (found < this.k) {
            throw new IllegalArgumentException(
                    "Only " + found + " of the " + this.k + " cells that are needed are there");
        }
        byte[][] outputs = new byte[wanted.length][length];
        transform(present, wanted).apply(inputs, outputs, length);
        for (int i = 0; i < wanted.length; i++) {
            cells[wanted[i]] = outputs[i];
        }
    }

    /**
     * The map from k cells that are there to the wanted ones, to be kept while the same shards are missing.
     *
     * @param present k distinct shard numbers
     * @param wanted shard numbers to compute
     */
    public CellTransform transform(int[] present, int[] wanted) {
        int[][] rowsPresent = new int[this.k][];
        for (int i = 0; i < this.k; i++) {
            rowsPresent[i] = this.generator[present[i]];
        }
        int[][] rowsWanted = new int[wanted.length][];
        for (int i = 0; i < wanted.length; i++) {
            rowsWanted[i] = this.generator[wanted[i]];
        }
        return new CellTransform(Matrix.multiply(rowsWanted, Matrix.invert(rowsPresent)));
    }

    private void requireCells(int count) {
        if (count != this.n) {
            throw new IllegalArgumentException(
                    "The code has " + this.n + " cells per stripe, not " + count);
        }
    }
}
