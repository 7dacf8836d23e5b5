package io.filetao.cli.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.cli.wallet.WalletPasswords.Prompt;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.Wallet;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WalletCommandTests {

    private static final String PHRASE =
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    @TempDir private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void newPrintsTheWordsOnceAndMakesAWalletThatTheyRestore() {
        assertThat(wallet("new", "--no-password", "--json")).isZero();
        JsonNode created = json();
        Wallet wallet = Wallet.at(this.root, "default", "default");
        assertThat(Keypair.ofMnemonic(created.get("hotkeyMnemonic").stringValue()))
                .isEqualTo(wallet.hotkey());
        assertThat(Keypair.ofMnemonic(created.get("coldkeyMnemonic").stringValue()).address())
                .isEqualTo(wallet.coldkeyAddress());
        assertThat(wallet.account().orElseThrow().verify(wallet.hotkey().address(), Instant.now()))
                .isTrue();
        this.out.getBuffer().setLength(0);
        assertThat(wallet("show")).isZero();
        assertThat(this.out.toString())
                .contains(wallet.hotkey().address().value(), wallet.coldkeyAddress().value())
                .doesNotContain(created.get("hotkeyMnemonic").stringValue());
    }

    @Test
    void newWhenTheHotkeyExistsChangesNothing() throws Exception {
        wallet("new", "--no-password");
        Path hotkey = Wallet.at(this.root, "default", "default").hotkeyFile().path();
        byte[] before = Files.readAllBytes(hotkey);
        assertThat(wallet("new", "--no-password")).isEqualTo(1);
        assertThat(this.err.toString()).contains("already");
        assertThat(hotkey).hasBinaryContent(before);
    }

    @Test
    void newWhenTheColdkeyExistsAddsAHotkeyOfTheSameAccount() {
        wallet("new", "--no-password");
        assertThat(wallet("new", "--wallet.hotkey", "second")).isZero();
        Wallet second = Wallet.at(this.root, "default", "second");
        assertThat(second.account().orElseThrow().coldkey()).isEqualTo(second.coldkeyAddress());
        assertThat(this.out.toString()).contains("second");
    }

    @Test
    void newWhenThereIsNoPasswordAndNoTerminalSaysWhatToDo() {
        CommandLine command = new CommandLine(new WalletNewCommand(passwords(Map.of())));
        assertThat(execute(command, "--wallet.path", this.root.toString())).isEqualTo(1);
        assertThat(this.err.toString()).contains("FILETAO_WALLET_PASSWORD", "--no-password");
        assertThat(this.root).isEmptyDirectory();
    }

    @Test
    void newWhenPasswordsAreShortOrDifferWritesNothing() {
        CommandLine tooShort = new CommandLine(new WalletNewCommand(passwords(Map.of(), "short")));
        assertThat(execute(tooShort, "--wallet.path", this.root.toString())).isEqualTo(1);
        CommandLine different =
                new CommandLine(
                        new WalletNewCommand(
                                passwords(Map.of(), "long enough 1", "long enough 2")));
        assertThat(execute(different, "--wallet.path", this.root.toString())).isEqualTo(1);
        assertThat(this.err.toString()).contains("at least 8 characters", "differ");
        assertThat(this.root).isEmptyDirectory();
    }

    @Test
    void newWhenTheNumberOfWordsIsWrongWritesNothing() {
        assertThat(wallet("new", "--no-password", "--words", "13")).isEqualTo(1);
        assertThat(this.root).isEmptyDirectory();
    }

    @Test
    void listShowsEveryWalletAndNamesDamagedOnes() throws Exception {
        wallet("new", "--no-password", "--wallet.name", "alpha");
        wallet("new", "--no-password", "--wallet.name", "beta");
        Files.writeString(
                Wallet.at(this.root, "beta", "default").hotkeyFile().path(), "{\"secretSeed");
        this.out.getBuffer().setLength(0);
        assertThat(wallet("list", "--json")).isZero();
        JsonNode wallets = json();
        assertThat(wallets.size()).isEqualTo(2);
        assertThat(wallets.get(0).get("hotkeyState").stringValue()).isEqualTo("plain");
        assertThat(wallets.get(1).get("hotkeyState").stringValue()).isEqualTo("damaged");
        assertThat(wallet("list")).isZero();
        assertThat(this.out.toString()).contains("alpha", "beta", "damaged");
    }

    @Test
    void listWhenThereIsNoneSaysHowToMakeOne() {
        assertThat(wallet("list")).isZero();
        assertThat(this.out.toString()).contains("filetao wallet new");
    }

    @Test
    void showWhenThereIsNoSuchWalletAnswersOne() {
        assertThat(wallet("show", "--wallet.name", "nobody")).isEqualTo(1);
        assertThat(this.err.toString()).contains("nobody");
    }

    @Test
    void importReadsAMnemonicFromStandardInput() {
        assertThat(importing(PHRASE + "\n", "--no-password")).isZero();
        Wallet wallet = Wallet.at(this.root, "default", "default");
        assertThat(wallet.coldkeyAddress()).isEqualTo(Keypair.ofMnemonic(PHRASE).address());
        assertThat(importing("0x" + "07".repeat(32), "--key", "hotkey")).isZero();
        assertThat(wallet.account().orElseThrow().coldkey()).isEqualTo(wallet.coldkeyAddress());
    }

    @Test
    void importTakesAMnemonicTypedOnTheTerminal() {
        Mnemonic typed = Mnemonic.generate(24);
        CommandLine command =
                new CommandLine(
                        new WalletImportCommand(
                                passwords(Map.of(), typed.phrase()), WalletCommandTests::nothing));
        assertThat(execute(command, "--wallet.path", this.root.toString(), "--key", "hotkey"))
                .isZero();
        assertThat(Wallet.at(this.root, "default", "default").hotkey())
                .isEqualTo(Keypair.ofMiniSecret(typed.miniSecret()));
    }

    @Test
    void importWhenTheSecretIsMistypedWritesNothingAndDoesNotRepeatIt() {
        assertThat(importing(PHRASE.replace("lake", "laek"), "--no-password")).isEqualTo(1);
        assertThat(importing("0x1234", "--no-password")).isEqualTo(1);
        assertThat(importing("", "--no-password")).isEqualTo(1);
        assertThat(this.err.toString()).doesNotContain("laek", "1234", "obey");
        assertThat(this.root).isEmptyDirectory();
    }

    @Test
    void certifyRenewsTheCertificate() throws Exception {
        wallet("new", "--no-password");
        Files.delete(this.root.resolve("default/filetao/default.account"));
        assertThat(wallet("certify")).isZero();
        assertThat(Wallet.at(this.root, "default", "default").account()).isPresent();
    }

    private int wallet(String command, String... arguments) {
        CommandLine line = FiletaoCommand.commandLine();
        Queue<String> all = new ArrayDeque<>(List.of("wallet", command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--wallet.path", this.root.toString()));
        return execute(line, all.toArray(String[]::new));
    }

    private int importing(String input, String... arguments) {
        CommandLine command =
                new CommandLine(
                                new WalletImportCommand(
                                        passwords(Map.of()),
                                        () ->
                                                new ByteArrayInputStream(
                                                        input.getBytes(StandardCharsets.UTF_8))))
                        .setCaseInsensitiveEnumValuesAllowed(true);
        Queue<String> all = new ArrayDeque<>(List.of("--wallet.path", this.root.toString()));
        all.addAll(List.of(arguments));
        return execute(command, all.toArray(String[]::new));
    }

    private int execute(CommandLine command, String... arguments) {
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(arguments);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(this.out.toString());
    }

    private static WalletPasswords passwords(Map<String, String> environment, String... typed) {
        Queue<String> answers = new ArrayDeque<>(List.of(typed));
        Prompt prompt =
                label -> {
                    String answer = answers.poll();
                    return answer == null ? null : answer.toCharArray();
                };
        return new WalletPasswords(environment, prompt);
    }

    private static ByteArrayInputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
