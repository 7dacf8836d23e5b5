package io.filetao.cli.connection;

import io.filetao.cli.wallet.WalletPasswords;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An API node and a wallet; each key is opened when it is first needed, once. */
public final class Connection implements AutoCloseable {

    /** A certificate is renewed when it ends sooner than this. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final FiletaoClient.Builder builder;
    private final Wallet wallet;
    private final WalletPasswords passwords;
    private final boolean hasToken;
    private @Nullable Keypair coldkey;
    private @Nullable FiletaoClient client;

    /**
     * @param hasToken whether the client is admitted without a signature
     */
    Connection(
            FiletaoClient.Builder builder,
            Wallet wallet,
            WalletPasswords passwords,
            boolean hasToken) {
        this.builder = builder;
        this.wallet = wallet;
        this.passwords = passwords;
        this.hasToken = hasToken;
    }

    public Wallet wallet() {
        return this.wallet;
    }

    /** The coldkey, for which the password may have to be asked. */
    public Keypair coldkey() {
        if (this.coldkey == null) {
            this.coldkey = this.wallet.unlockColdkey(this.passwords);
        }
        return this.coldkey;
    }

    /** The coldkey's secret, as files are encrypted under it. */
    public byte[] coldkeySecret() {
        return coldkey().secretKey();
    }

    /** Whether the coldkey opens without asking anybody. */
    public boolean isColdkeyAtHand() {
        return this.coldkey != null
                || this.wallet.hasColdkey()
                        && (!this.wallet.coldkeyFile().isEncrypted()
                                || System.getenv(WalletPasswords.VARIABLE) != null);
    }

    /**
     * The client, whose requests the hotkey signs. A hotkey that no certificate vouches for yet is given one, for which the coldkey
     * is opened. Who has a token and no wallet sends the token alone.
     */
    public FiletaoClient client() {
        if (this.client == null) {
            this.client = this.builder.identity(identity()).build();
        }
        return this.client;
    }

    private @Nullable Identity identity() {
        if (this.hasToken && !this.wallet.hasHotkey()) {
            return null;
        }
        Keypair hotkey = this.wallet.hotkey(this.passwords);
        Instant now = Instant.now();
        AccountCertificate certificate =
                this.wallet
                        .account()
                        .filter(known -> known.verify(hotkey.address(), now.plus(RENEWAL)))
                        .orElseGet(() -> this.wallet.certify(coldkey(), now));
        return new Identity(hotkey, certificate.encode());
    }

    @Override
    public void close() {
        if (this.client != null) {
            this.client.close();
        }
    }
}
