package io.filetao.common.client;

import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A wallet's keys, each opened when it is first needed and once. */
final class UserSession {

    /** A certificate is renewed when it ends sooner than this. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final Wallet wallet;
    private final PasswordSource passwords;
    private @Nullable Keypair coldkey;

    UserSession(Wallet wallet, PasswordSource passwords) {
        this.wallet = wallet;
        this.passwords = passwords;
    }

    synchronized Keypair coldkey() {
        if (this.coldkey == null) {
            this.coldkey = this.wallet.unlockColdkey(this.passwords);
        }
        return this.coldkey;
    }

    /** A client of the node whose requests the wallet's hotkey signs for its coldkey. */
    FiletaoClient client(ApiNode node, UserOptions options) {
        Keypair hotkey = this.wallet.hotkey(this.passwords);
        Instant now = Instant.now();
        AccountCertificate certificate =
                this.wallet
                        .account()
                        .filter(known -> known.verify(hotkey.address(), now.plus(RENEWAL)))
                        .orElseGet(() -> this.wallet.certify(coldkey(), now));
        return FiletaoClient.builder(node.url())
                .identity(new Identity(hotkey, certificate.encode()))
                .receiver(node.hotkey())
                .token(options.token())
                .idleTimeout(options.timeout())
                .build();
    }
}
