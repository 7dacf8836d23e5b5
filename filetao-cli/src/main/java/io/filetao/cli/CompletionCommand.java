package io.filetao.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {"", "Example: source <(filetao completion)"})
final class CompletionCommand implements Runnable {

    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "bash or zsh; one script serves both.")
    private String shell = "bash";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        if (!SHELLS.contains(this.shell)) {
            throw new ParameterException(
                    this.spec.commandLine(), "There is a script for bash and zsh only.");
        }
        PrintWriter out = this.spec.commandLine().getOut();
        out.print(AutoComplete.bash("filetao", FiletaoCommand.commandLine()));
        out.flush();
    }
}
