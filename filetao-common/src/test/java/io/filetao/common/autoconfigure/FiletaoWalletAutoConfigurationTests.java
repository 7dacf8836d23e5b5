package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.Wallet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FiletaoWalletAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(FiletaoWalletAutoConfiguration.class));

    @Test
    void opensTheHotkeyThatTheSettingsName(@TempDir Path root) {
        Mnemonic hotkey = Mnemonic.generate(12);
        Wallet.create(root, "mine", "first", Mnemonic.generate(12), hotkey, null);

        settings(root)
                .run(context ->
                        assertThat(context.getBean(Keypair.class).address())
                                .isEqualTo(Keypair.ofMiniSecret(hotkey.miniSecret()).address()));
    }

    @Test
    void whenTheKeyfileIsMissingTheStartFailsWithASentence(@TempDir Path root) {
        settings(root)
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .rootCause()
                                .hasMessageContaining("first"));
    }

    @Test
    void backsOffForAProgramWithoutKeys() {
        this.runner
                .withPropertyValues("filetao.wallet.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Wallet.class));
    }

    private ApplicationContextRunner settings(Path root) {
        return this.runner.withPropertyValues(
                "filetao.wallet.path=" + root,
                "filetao.wallet.name=mine",
                "filetao.wallet.hotkey=first");
    }
}
