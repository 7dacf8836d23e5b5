package io.filetao.validator.duty;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.transfer.ShardSource;
import java.io.InputStream;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Bytes that nobody can foretell or compress, and that nobody has to keep: the keystream of a random key. */
public final class RandomData implements ShardSource {

    private final byte[] key = new byte[AesCtr.KEY_BYTES];
    private final long length;

    RandomData(long length, RandomGenerator random) {
        this.length = length;
        random.nextBytes(this.key);
    }

    /**
     * A size of the lognormal distribution.
     *
     * @param least never less
     * @param most never more
     */
    public static long size(
            RandomGenerator random, double median, double sigma, long least, long most) {
        double size = median * StrictMath.exp(sigma * random.nextGaussian());
        return Math.clamp((long) size, least, most);
    }

    @Override
    public long length() {
        return this.length;
    }

    @Override
    public InputStream open() {
        return new Stream(new AesCtr(this.key), this.length);
    }

    private static final class Stream extends InputStream {

        private final AesCtr keystream;
        private long left;

        Stream(AesCtr keystream, long length) {
            this.keystream = keystream;
            this.left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] out, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, out.length);
            if (length == 0) {
                return 0;
            }
            if (this.left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, this.left);
            this.keystream.keystream(out, offset, count);
            this.left -= count;
            return count;
        }
    }
}
