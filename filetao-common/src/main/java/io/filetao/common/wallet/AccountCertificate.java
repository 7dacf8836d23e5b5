package io.filetao.common.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * A coldkey's signed word that a hotkey acts for it, for hotkeys whose owner the chain does not know because they are not
 * registered.
 *
 * <p>What is signed are five lines: {@code filetao-account/1}, coldkey, hotkey, and the seconds since 1970 from which and until
 * which it holds. It holds no secret, and travels as {@link #encode() text} in a header.
 */
public final class AccountCertificate {

    /** How long a new certificate holds. */
    public static final Duration VALIDITY = Duration.ofDays(5 * 365);

    private static final byte FORMAT = 1;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final int BYTES = 1 + 2 * KEY_BYTES + 2 * Long.BYTES + SIGNATURE_BYTES;
    private static final int TEXT_LENGTH = (BYTES * 4 + 2) / 3;
    private static final long MAX_SECONDS = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final Ss58Address coldkey;
    private final Ss58Address hotkey;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final byte[] signature;

    private AccountCertificate(
            Ss58Address coldkey,
            Ss58Address hotkey,
            Instant issuedAt,
            Instant expiresAt,
            byte[] signature) {
        this.coldkey = coldkey;
        this.hotkey = hotkey;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.signature = signature;
    }

    /** Signs over to the hotkey what the coldkey may do here, for {@link #VALIDITY}. */
    public static AccountCertificate create(Signer coldkey, Ss58Address hotkey, Instant issuedAt) {
        return create(coldkey, hotkey, issuedAt, issuedAt.plus(VALIDITY));
    }

    /** Signs over to the hotkey what the coldkey may do here; both times count in whole seconds. */
    public static AccountCertificate create(
            Signer coldkey, Ss58Address hotkey, Instant issuedAt, Instant expiresAt) {
        Instant from = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        Instant until = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        byte[] signature = coldkey.sign(statement(coldkey.address(), hotkey, from, until));
        return new AccountCertificate(coldkey.address(), hotkey, from, until, signature);
    }

    /**
     * Reads what {@link #encode} writes. Whether it is genuine is for {@link #verify} to say.
     *
     * @throws IllegalArgumentException when the text is no certificate
     */
    public static AccountCertificate parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "An account certificate has "
                            + TEXT_LENGTH
                            + " characters, not "
                            + text.length());
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.get() != FORMAT) {
            throw new IllegalArgumentException("The account certificate is of another version");
        }
        byte[] coldkey = new byte[KEY_BYTES];
        byte[] hotkey = new byte[KEY_BYTES];
        byte[] signature = new byte[SIGNATURE_BYTES];
        bytes.get(coldkey).get(hotkey);
        Instant issuedAt = instant(bytes.getLong());
        Instant expiresAt = instant(bytes.getLong());
        bytes.get(signature);
        return new AccountCertificate(
                Ss58Address.of(coldkey), Ss58Address.of(hotkey), issuedAt, expiresAt, signature);
    }

    /** Base64url without padding, 194 characters. */
    public String encode() {
        byte[] bytes =
                ByteBuffer.allocate(BYTES)
                        .put(FORMAT)
                        .put(this.coldkey.publicKey())
                        .put(this.hotkey.publicKey())
                        .putLong(this.issuedAt.getEpochSecond())
                        .putLong(this.expiresAt.getEpochSecond())
                        .put(this.signature)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the coldkey signed it, it speaks of this hotkey, and it holds at this time; a clock may be two seconds off. */
    public boolean verify(Ss58Address actingHotkey, Instant now) {
        return this.hotkey.equals(actingHotkey)
                && !now.plusSeconds(2).isBefore(this.issuedAt)
                && now.isBefore(this.expiresAt)
                && Signatures.verify(
                        this.coldkey,
                        statement(this.coldkey, this.hotkey, this.issuedAt, this.expiresAt),
                        this.signature);
    }

    /** The account for which the hotkey acts. */
    public Ss58Address coldkey() {
        return this.coldkey;
    }

    public Ss58Address hotkey() {
        return this.hotkey;
    }

    public Instant issuedAt() {
        return this.issuedAt;
    }

    public Instant expiresAt() {
        return this.expiresAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountCertificate certificate
                && this.coldkey.equals(certificate.coldkey)
                && this.hotkey.equals(certificate.hotkey)
                && this.issuedAt.equals(certificate.issuedAt)
                && this.expiresAt.equals(certificate.expiresAt)
                && Arrays.equals(this.signature, certificate.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(this.coldkey, this.hotkey, this.issuedAt, this.expiresAt);
    }

    @Override
    public String toString() {
        return "AccountCertificate["
                + this.hotkey
                + " for "
                + this.coldkey
                + " until "
                + this.expiresAt
                + "]";
    }

    static byte[] statement(
            Ss58Address coldkey, Ss58Address hotkey, Instant issuedAt, Instant expiresAt) {
        return String.join(
                        "\n",
                        "filetao-account/1",
                        coldkey.value(),
                        hotkey.value(),
                        Long.toString(issuedAt.getEpochSecond()),
                        Long.toString(expiresAt.getEpochSecond()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Instant instant(long seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("The account certificate has an impossible time");
        }
        return Instant.ofEpochSecond(seconds);
    }
}
