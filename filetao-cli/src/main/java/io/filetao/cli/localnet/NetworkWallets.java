package io.filetao.cli.localnet;

import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.math.BigInteger;
import java.nio.file.Path;

/** The wallets of a local network: plain ones, in its own directory, registered on its own chain. */
final class NetworkWallets {

    static final String HOTKEY = "default";

    private static final BigInteger VALIDATOR_STAKE =
            LocalChainSettings.RAO_PER_TAO.multiply(BigInteger.valueOf(10_000));

    private final Path directory;
    private final Subtensor chain;
    private final Stakes stakes;

    NetworkWallets(Path directory, Subtensor chain, Stakes stakes) {
        this.directory = directory;
        this.chain = chain;
        this.stakes = stakes;
    }

    Path directory() {
        return this.directory;
    }

    /** The wallet of a name with its hotkey registered; made when it is not there. */
    Registered registered(String name) {
        Wallet wallet = Wallet.at(this.directory, name, HOTKEY);
        if (!wallet.hasColdkey()) {
            wallet.createColdkey(Mnemonic.generate(12), null);
        }
        if (!wallet.hasHotkey()) {
            wallet.createHotkey(Mnemonic.generate(12));
        }
        Keypair hotkey = wallet.hotkey();
        int uid = this.chain.register(wallet.unlockColdkey(PasswordSource.NONE), hotkey.address());
        return new Registered(wallet, hotkey, uid);
    }

    /** A registered wallet with the stake that makes its hotkey a validator. */
    Registered validator(String name) {
        Registered validator = registered(name);
        BigInteger stake =
                this.chain.metagraph().neuron(validator.hotkey().address()).orElseThrow().stake();
        if (stake.compareTo(VALIDATOR_STAKE) < 0) {
            this.stakes.add(
                    validator.wallet().unlockColdkey(PasswordSource.NONE),
                    validator.hotkey().address(),
                    VALIDATOR_STAKE.subtract(stake));
        }
        return validator;
    }

    /** A wallet whose hotkey has a place on the subnet. */
    record Registered(Wallet wallet, Keypair hotkey, int uid) {}
}
