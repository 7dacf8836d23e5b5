package io.filetao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class FiletaoCommandTests {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionAnswersZero() {
        assertThat(execute("--version")).isZero();
        assertThat(this.out.toString()).startsWith("filetao ");
    }

    @Test
    void commandLineForSomeArgumentsHelpsLikeTheWholeOne() {
        Map<String, CommandLine> commands = FiletaoCommand.commandLine().getSubcommands();
        assertThat(commands).containsKeys("put", "ls", "localnet", "completion");
        commands.forEach((name, whole) -> {
            CommandLine part = FiletaoCommand.commandLine(new String[] {name, "--help"});
            assertThat(part.getSubcommands()).containsOnlyKeys(name);
            assertThat(part.getSubcommands().get(name).getUsageMessage())
                    .isEqualTo(whole.getUsageMessage());
        });
        assertThat(FiletaoCommand.commandLine(new String[] {"--help"}).getUsageMessage())
                .isEqualTo(FiletaoCommand.commandLine().getUsageMessage());
    }

    @Test
    void executeWhenTheCommandIsUnknownAnswersTwo() {
        assertThat(execute("no-such-command")).isEqualTo(2);
        assertThat(this.err.toString()).startsWith("filetao: Unmatched argument");
    }

    @Test
    void executeWhenACommandFailsPrintsOneSentenceAndAnswersOne() {
        CommandLine command = FiletaoCommand.commandLine().addSubcommand(new Failing());
        assertThat(execute(command, "failing")).isEqualTo(1);
        assertThat(this.err.toString())
                .isEqualToIgnoringNewLines("filetao: The disk is full; make room.");
    }

    @Test
    void defaultValueTakesTheEnvironmentBeforeTheFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, "wallet:\n  name: file\n  hotkey: work\nnetuid: 3\n");
        UserSettings settings =
                new UserSettings(
                        Map.of("FILETAO_WALLET_NAME", "environment"), UserSettings.read(file));
        Options options = new Options();
        new CommandLine(options).setDefaultValueProvider(settings).parseArgs("--netuid", "7");
        assertThat(options.name).isEqualTo("environment");
        assertThat(options.hotkey).isEqualTo("work");
        assertThat(options.netuid).isEqualTo(7);
    }

    private int execute(String... args) {
        return execute(FiletaoCommand.commandLine(), args);
    }

    private int execute(CommandLine command, String... args) {
        return command.setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(args);
    }

    @Command(name = "failing")
    static final class Failing implements Runnable {
        @Override
        public void run() {
            throw new CommandException("The disk is full;\n make room.");
        }
    }

    @Command
    static final class Options {
        @Option(names = "--wallet.name")
        String name = "";

        @Option(names = "--wallet.hotkey")
        String hotkey = "";

        @Option(names = "--netuid")
        int netuid;
    }
}
