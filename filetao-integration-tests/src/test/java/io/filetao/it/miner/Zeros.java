package io.filetao.it.miner;

import io.filetao.common.transfer.ShardSource;
import java.io.InputStream;
import java.util.Arrays;

/**
 * As good as any bytes: they are sealed before they travel.
 *
 * @param bytes length of the shard
 * @param halfway runs in each reading when half of them are left
 */
record Zeros(int bytes, Runnable halfway) implements ShardSource {

    @Override
    public long length() {
        return this.bytes;
    }

    @Override
    public InputStream open() {
        return new InputStream() {

            private int left = Zeros.this.bytes;

            @Override
            public int read() {
                return this.left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (this.left <= 0) {
                    return -1;
                }
                int count = Math.min(this.left, length);
                Arrays.fill(target, offset, offset + count, (byte) 0);
                boolean before = this.left > Zeros.this.bytes / 2;
                this.left -= count;
                if (before && this.left <= Zeros.this.bytes / 2) {
                    Zeros.this.halfway.run();
                }
                return count;
            }
        };
    }
}
