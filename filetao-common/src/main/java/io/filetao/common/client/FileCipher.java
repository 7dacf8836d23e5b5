package io.filetao.common.client;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.filetao.common.client.RemoteChannel.Range;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Encrypts one file so that it can be read from the middle and nothing unverified is ever handed out.
 *
 * <p>AES-256-GCM-HKDF streaming AEAD as specified by Tink: a header of {@value #HEADER_BYTES} bytes, then segments that end at
 * multiples of {@value #SEGMENT_BYTES} ciphertext bytes, each with a tag of {@value #TAG_BYTES} bytes. Every segment is bound to
 * its position and to being the last one or not, so that a cut, swapped or changed ciphertext fails to decrypt with an
 * {@link IOException} before any byte of the segment is released.
 */
public final class FileCipher {

    /** Size of a file key. */
    public static final int KEY_BYTES = 32;

    /** Ciphertext bytes from one segment's start to the next; the same as one piece that a miner serves. */
    public static final int SEGMENT_BYTES = 64 * 1024;

    static final int HEADER_BYTES = 1 + KEY_BYTES + 7;
    static final int TAG_BYTES = 16;

    private static final byte[] CONTEXT = "filetao-file/1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AesGcmHkdfStreaming streaming;

    /**
     * A cipher under the given key, which must serve one file only.
     *
     * @throws IllegalArgumentException when the key is not {@value #KEY_BYTES} bytes long
     */
    public FileCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A file key has 32 bytes, not " + key.length);
        }
        try {
            this.streaming =
                    new AesGcmHkdfStreaming(key.clone(), "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(
                    "AES-256-GCM with HKDF-SHA256 is always there", impossible);
        }
    }

    /** A fresh random key. */
    public static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** Size of the ciphertext of so many plaintext bytes. */
    public static long ciphertextSize(long plaintextSize) {
        long room = SEGMENT_BYTES - TAG_BYTES;
        long segments = Math.max(1, (plaintextSize + HEADER_BYTES + room - 1) / room);
        return HEADER_BYTES + plaintextSize + segments * TAG_BYTES;
    }

    /**
     * Size of the plaintext inside so many ciphertext bytes.
     *
     * @throws IllegalArgumentException when no plaintext has a ciphertext of that size
     */
    public static long plaintextSize(long ciphertextSize) {
        long segments = (ciphertextSize + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
        long size = ciphertextSize - HEADER_BYTES - segments * TAG_BYTES;
        if (size < 0 || ciphertextSize(size) != ciphertextSize) {
            throw new IllegalArgumentException(
                    "No encrypted file has " + ciphertextSize + " bytes");
        }
        return size;
    }

    /** The stored bytes that reading the plaintext from one offset up to another (exclusive) touches, besides the header. */
    static Range ciphertextRange(long from, long to, long ciphertextSize) {
        long room = SEGMENT_BYTES - TAG_BYTES;
        long first = (from + HEADER_BYTES) / room;
        long last = (Math.max(from, to - 1) + HEADER_BYTES) / room;
        return new Range(
                first * SEGMENT_BYTES, Math.min(ciphertextSize, (last + 1) * SEGMENT_BYTES));
    }

    /** A stream that encrypts into another one; its close writes the last segment and closes the other. */
    public OutputStream encrypting(OutputStream ciphertext) throws IOException {
        try {
            return this.streaming.newEncryptingStream(ciphertext, CONTEXT);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The file cannot be encrypted on this machine", impossible);
        }
    }

    /** The plaintext of a ciphertext read from its start. */
    public InputStream decrypting(InputStream ciphertext) throws IOException {
        try {
            return this.streaming.newDecryptingStream(ciphertext, CONTEXT);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The file cannot be decrypted on this machine", impossible);
        }
    }

    /** The plaintext of a ciphertext read from anywhere; touches the header and the segments that are read. */
    public SeekableByteChannel decrypting(SeekableByteChannel ciphertext) throws IOException {
        try {
            return this.streaming.newSeekableDecryptingChannel(ciphertext, CONTEXT);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The file cannot be decrypted on this machine", impossible);
        }
    }
}
