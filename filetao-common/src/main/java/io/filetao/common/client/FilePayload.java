package io.filetao.common.client;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import io.filetao.common.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an owner keeps beside an encrypted file: its key, name, size and type, readable with the coldkey's secret only.
 *
 * <p>Version 1, big-endian: {@code version(1) ‖ salt(32) ‖ check(16) ‖ AEAD(kek, file key)(60) ‖ AEAD(metadata key, metadata)}.
 * {@code kek ‖ check = HKDF-SHA256(coldkey secret, salt, "filetao-payload/1 key")} and
 * {@code metadata key = HKDF-SHA256(file key, salt, "filetao-payload/1 metadata")}; the AEAD is AES-256-GCM with a random nonce
 * of 12 bytes in front and, as associated data, version, salt, check and the CID's digest, so that a payload opens for its own
 * file only. The check value tells another coldkey from a damaged payload. The metadata are padded to a multiple of 128 bytes,
 * so that the payload's length does not give the name's away.
 *
 * @param fileKey key of {@link FileCipher}, 32 bytes
 * @param size bytes of the plaintext
 * @param name file name, at most 1,024 bytes of UTF-8; null when the file came without one
 * @param contentType media type, at most 255 bytes
 */
public record FilePayload(byte[] fileKey, long size, @Nullable String name, String contentType) {

    /** Most bytes of an encoded payload, before base64url. */
    public static final int MAX_BYTES = 6 * 1024;

    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 32;
    private static final int CHECK_BYTES = 16;
    private static final int PREFIX_BYTES = 1 + SALT_BYTES + CHECK_BYTES;
    private static final int WRAPPED_KEY_BYTES = 12 + FileCipher.KEY_BYTES + 16;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_TYPE_BYTES = 255;
    private static final int PADDED_TO = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Refuses what could not be encoded.
     *
     * @throws IllegalArgumentException when the key's length, the size, the name's or the type's length is out of bounds
     */
    public FilePayload {
        if (fileKey.length != FileCipher.KEY_BYTES || size < 0) {
            throw new IllegalArgumentException("A payload needs a key of 32 bytes and a size");
        }
        if (name != null && utf8(name).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "The file's name is longer than 1,024 bytes; store it under a shorter one.");
        }
        if (utf8(contentType).length > MAX_TYPE_BYTES) {
            throw new IllegalArgumentException("The media type is longer than 255 bytes.");
        }
    }

    /** Encrypts this under a coldkey's secret for the file of the given CID; base64url without padding, at most 8 KiB. */
    public String seal(byte[] coldkeySecret, Cid cid) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Keys keys = Keys.derive(coldkeySecret, salt);
        byte[] prefix =
                ByteBuffer.allocate(PREFIX_BYTES).put(VERSION).put(salt).put(keys.check()).array();
        byte[] context = context(prefix, cid);
        try {
            byte[] wrapped = keys.aead().encrypt(this.fileKey, context);
            byte[] metadata = metadataAead(this.fileKey, salt).encrypt(encodeMetadata(), context);
            byte[] payload =
                    ByteBuffer.allocate(prefix.length + wrapped.length + metadata.length)
                            .put(prefix)
                            .put(wrapped)
                            .put(metadata)
                            .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM is always there", impossible);
        }
    }

    /**
     * Decrypts a payload.
     *
     * @throws ForeignFileException when it was sealed under another coldkey
     * @throws FiletaoClientException when it is damaged, belongs to another file, or is of an unknown version
     */
    public static FilePayload open(String text, byte[] coldkeySecret, Cid cid)
            throws FiletaoClientException {
        byte[] payload = decode(text);
        byte[] prefix = Arrays.copyOf(payload, PREFIX_BYTES);
        byte[] salt = Arrays.copyOfRange(prefix, 1, 1 + SALT_BYTES);
        byte[] check = Arrays.copyOfRange(prefix, 1 + SALT_BYTES, PREFIX_BYTES);
        Keys keys = Keys.derive(coldkeySecret, salt);
        if (!MessageDigest.isEqual(check, keys.check())) {
            throw new ForeignFileException();
        }
        int body = PREFIX_BYTES + WRAPPED_KEY_BYTES;
        byte[] context = context(prefix, cid);
        try {
            byte[] fileKey =
                    keys.aead().decrypt(Arrays.copyOfRange(payload, PREFIX_BYTES, body), context);
            byte[] metadata =
                    metadataAead(fileKey, salt)
                            .decrypt(Arrays.copyOfRange(payload, body, payload.length), context);
            return decodeMetadata(fileKey, metadata);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException damaged) {
            throw new FiletaoClientException(
                    "The file's payload is damaged or belongs to another file; ask another API node for it.",
                    damaged);
        }
    }

    private static byte[] decode(String text) throws FiletaoClientException {
        byte[] payload;
        try {
            payload = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException garbled) {
            throw new FiletaoClientException(
                    "The file's payload is not base64url; ask another API node for it.", garbled);
        }
        if (payload.length == 0 || payload[0] != VERSION) {
            throw new FiletaoClientException(
                    "The file's payload is of a version this program does not know; use a newer program.");
        }
        if (payload.length < PREFIX_BYTES + WRAPPED_KEY_BYTES || payload.length > MAX_BYTES) {
            throw new FiletaoClientException(
                    "The file's payload is cut short; ask another API node for it.");
        }
        return payload;
    }

    private static byte[] context(byte[] prefix, Cid cid) {
        return ByteBuffer.allocate(prefix.length + 32)
                .put(prefix)
                .put(cid.digest().bytes())
                .array();
    }

    private byte[] encodeMetadata() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(this.size);
            out.writeBoolean(this.name != null);
            writeText(out, this.name == null ? "" : this.name);
            writeText(out, this.contentType);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int padded = (bytes.size() + PADDED_TO - 1) / PADDED_TO * PADDED_TO;
        return Arrays.copyOf(bytes.toByteArray(), padded);
    }

    private static FilePayload decodeMetadata(byte[] fileKey, byte[] metadata) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(metadata));
        long size = in.readLong();
        boolean named = in.readBoolean();
        String name = readText(in);
        return new FilePayload(fileKey, size, named ? name : null, readText(in));
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = utf8(text);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Aead metadataAead(byte[] fileKey, byte[] salt) throws GeneralSecurityException {
        return new AesGcmJce(hkdf(fileKey, salt, "filetao-payload/1 metadata", 32));
    }

    private static byte[] hkdf(byte[] secret, byte[] salt, String purpose, int length)
            throws GeneralSecurityException {
        return Hkdf.computeHkdf("HmacSha256", secret, salt, utf8(purpose), length);
    }

    /** What a coldkey's secret and a payload's salt give: the key around the file key, and a value that recognises the coldkey. */
    private record Keys(Aead aead, byte[] check) {

        static Keys derive(byte[] coldkeySecret, byte[] salt) {
            try {
                byte[] material =
                        hkdf(coldkeySecret, salt, "filetao-payload/1 key", 32 + CHECK_BYTES);
                return new Keys(
                        new AesGcmJce(Arrays.copyOf(material, 32)),
                        Arrays.copyOfRange(material, 32, material.length));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("HKDF-SHA256 is always there", impossible);
            }
        }
    }
}
