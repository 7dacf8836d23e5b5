package io.filetao.common.erasure;

/** Small matrices over {@link GaloisField}, as rows of coefficients 0 to 255. */
final class Matrix {

    private Matrix() {}

    /**
     * The n x k generator of a systematic code that survives the loss of any n-k rows: the identity above a Cauchy matrix
     * {@code 1 / (x_r + y_c)} with distinct {@code x_r = k + r} and {@code y_c = c}. Every square part of a Cauchy matrix is
     * invertible, also after its rows and columns are scaled; they are scaled so that the first parity row and the first
     * column hold only ones, which makes that row a plain XOR and a code with k = 1 plain copies.
     */
    static int[][] systematic(int k, int n) {
        int[][] rows = new int[n][k];
        for (int i = 0; i < k; i++) {
            rows[i][i] = 1;
        }
        for (int row = k; row < n; row++) {
            for (int column = 0; column < k; column++) {
                int firstInColumn = GaloisField.inverse(k ^ column);
                rows[row][column] =
                        GaloisField.multiply(
                                GaloisField.inverse(row ^ column),
                                GaloisField.inverse(firstInColumn));
            }
            int scale = GaloisField.inverse(rows[row][0]);
            for (int column = 0; column < k; column++) {
                rows[row][column] = GaloisField.multiply(rows[row][column], scale);
            }
        }
        return rows;
    }

    static int[][] multiply(int[][] left, int[][] right) {
        int[][] product = new int[left.length][right[0].length];
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < right[0].length; column++) {
                int sum = 0;
                for (int i = 0; i < right.length; i++) {
                    sum ^= GaloisField.multiply(left[row][i], right[i][column]);
                }
                product[row][column] = sum;
            }
        }
        return product;
    }

    /** Gauss-Jordan elimination; the argument stays as it is. */
    static int[][] invert(int[][] matrix) {
        int size = matrix.length;
        int[][] work = new int[size][2 * size];
        for (int row = 0; row < size; row++) {
            System.arraycopy(matrix[row], 0, work[row], 0, size);
            work[row][size + row] = 1;
        }
        for (int pivot = 0; pivot < size; pivot++) {
            bringUpPivot(work, pivot);
            scale(work[pivot], GaloisField.inverse(work[pivot][pivot]));
            for (int row = 0; row < size; row++) {
                if (row != pivot) {
                    subtract(work[row], work[pivot], work[row][pivot]);
                }
            }
        }
        int[][] inverse = new int[size][size];
        for (int row = 0; row < size; row++) {
            System.arraycopy(work[row], size, inverse[row], 0, size);
        }
        return inverse;
    }

    private static void bringUpPivot(int[][] work, int pivot) {
        int row = pivot;
        while (row < work.length && work[row][pivot] == 0) {
            row++;
        }
        if (row == work.length) {
            throw new ArithmeticException("The matrix is singular");
        }
        int[] swapped = work[pivot];
        work[pivot] = work[row];
        work[row] = swapped;
    }

    private static void scale(int[] row, int factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] = GaloisField.multiply(row[i], factor);
        }
    }

    private static void subtract(int[] row, int[] other, int factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] ^= GaloisField.multiply(other[i], factor);
        }
    }
}
