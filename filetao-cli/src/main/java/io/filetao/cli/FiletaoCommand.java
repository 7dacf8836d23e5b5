package io.filetao.cli;

import io.filetao.cli.access.AccessCommand;
import io.filetao.cli.admin.AdminCommand;
import io.filetao.cli.bench.BenchCommand;
import io.filetao.cli.chain.ChainCommand;
import io.filetao.cli.demo.DemoCommand;
import io.filetao.cli.file.FileCommand;
import io.filetao.cli.localnet.LocalnetCommand;
import io.filetao.cli.node.ApiCommand;
import io.filetao.cli.node.DashboardCommand;
import io.filetao.cli.node.MinerCommand;
import io.filetao.cli.node.ValidatorCommand;
import io.filetao.cli.retrieve.GetCommand;
import io.filetao.cli.retrieve.LsCommand;
import io.filetao.cli.retrieve.RetrieveCommand;
import io.filetao.cli.simulation.SimCommand;
import io.filetao.cli.stats.EpochCommand;
import io.filetao.cli.store.PutCommand;
import io.filetao.cli.store.StoreCommand;
import io.filetao.cli.verify.VerifyCommand;
import io.filetao.cli.wallet.WalletCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code filetao} command.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage. Options are taken from the command line, then from the environment
 * ({@code FILETAO_WALLET_NAME} for {@code --wallet.name}), then from {@code ~/.filetao/config.yaml}.
 */
@Command(
        name = "filetao",
        description =
                "Decentralised storage that proves, round after round, that every byte is still"
                        + " there.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl-C.",
            "Settings: command line, then FILETAO_… in the environment,",
            "          then ~/.filetao/config.yaml.",
            "Try: filetao demo"
        })
public final class FiletaoCommand implements Runnable {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS =
            List.of(
                    DemoCommand.class,
                    LocalnetCommand.class,
                    BenchCommand.class,
                    PutCommand.class,
                    GetCommand.class,
                    LsCommand.class,
                    FileCommand.class,
                    VerifyCommand.class,
                    StoreCommand.class,
                    RetrieveCommand.class,
                    ChainCommand.class,
                    MinerCommand.class,
                    ValidatorCommand.class,
                    EpochCommand.class,
                    ApiCommand.class,
                    AccessCommand.class,
                    DashboardCommand.class,
                    WalletCommand.class,
                    SimCommand.class,
                    AdminCommand.class,
                    CompletionCommand.class);

    @Option(
            names = "--stacktrace",
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of a failure.")
    private boolean stacktrace;

    @Spec private CommandSpec spec;

    /** The command line of the whole program, ready to execute. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * The part of the command line that these arguments need: the options of all commands are read from their classes, which
     * takes longer than most commands do.
     */
    static CommandLine commandLine(String[] args) {
        String first = args.length == 0 ? "" : args[0];
        for (Class<?> command : COMMANDS) {
            if (first.equals(command.getAnnotation(Command.class).name())) {
                return commandLine(List.of(command));
            }
        }
        return commandLine();
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        FiletaoCommand root = new FiletaoCommand();
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(commandLine::addSubcommand);
        return commandLine
                .setDefaultValueProvider(UserSettings.load())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        Failures.report(failure, command.getErr(), root.stacktrace))
                .setParameterExceptionHandler(FiletaoCommand::wrongUsage);
    }

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }

    private static int wrongUsage(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("filetao: " + failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
