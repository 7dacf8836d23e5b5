package io.filetao.cli.bench;

import io.filetao.common.crypto.Hash;
import io.filetao.common.erasure.ReedSolomon;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.network.Redundancy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seconds that the machine needs, on one thread, for what every implementation would have to do with the bytes.
 *
 * @param encrypt AES-256-GCM over them
 * @param hash SHA-256 over them
 * @param code Reed-Solomon parity of them
 * @param write n/k times writing them to a file that is synced
 */
record UnavoidableWork(double encrypt, double hash, double code, double write) {

    private static final int FRAME = 64 << 10;
    private static final int GCM_TAG_BITS = 128;

    static UnavoidableWork measure(long bytes, Redundancy redundancy, Path directory)
            throws IOException, GeneralSecurityException {
        byte[] frame = new byte[FRAME];
        new Random(21).nextBytes(frame);
        // Once without counting, so that the compiler has seen each loop.
        encrypt(frame, bytes / 16);
        hash(frame, bytes / 16);
        code(redundancy, bytes / 16);
        return new UnavoidableWork(
                encrypt(frame, bytes),
                hash(frame, bytes),
                code(redundancy, bytes),
                write(
                        frame,
                        bytes * redundancy.n() / redundancy.k(),
                        directory.resolve("written")));
    }

    double storeSeconds() {
        return this.encrypt + this.hash + this.code + this.write;
    }

    double readSeconds() {
        return this.encrypt + this.hash;
    }

    private static double encrypt(byte[] frame, long bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        byte[] out = new byte[FRAME + GCM_TAG_BITS / Byte.SIZE];
        long began = System.nanoTime();
        for (long done = 0; done < bytes; done += FRAME) {
            byte[] nonce = ByteBuffer.allocate(12).putLong(done).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(GCM_TAG_BITS, nonce));
            cipher.doFinal(frame, 0, FRAME, out);
        }
        return secondsSince(began);
    }

    private static double hash(byte[] frame, long bytes) {
        MessageDigest digest = Hash.newSha256();
        long began = System.nanoTime();
        for (long done = 0; done < bytes; done += FRAME) {
            digest.update(frame);
        }
        digest.digest();
        return secondsSince(began);
    }

    private static double code(Redundancy redundancy, long bytes) {
        ReedSolomon code = new ReedSolomon(redundancy.k(), redundancy.n());
        byte[][] cells = new byte[redundancy.n()][StripeLayout.CELL_BYTES];
        new Random(21).nextBytes(cells[0]);
        long stripe = (long) redundancy.k() * StripeLayout.CELL_BYTES;
        long began = System.nanoTime();
        for (long done = 0; done < bytes; done += stripe) {
            code.encode(cells, StripeLayout.CELL_BYTES);
        }
        return secondsSince(began);
    }

    private static double write(byte[] frame, long bytes, Path file) throws IOException {
        long began = System.nanoTime();
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(frame.length).put(frame);
            for (long done = 0; done < bytes; done += FRAME) {
                buffer.flip();
                out.write(buffer);
            }
            out.force(true);
        }
        double seconds = secondsSince(began);
        Files.delete(file);
        return seconds;
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
