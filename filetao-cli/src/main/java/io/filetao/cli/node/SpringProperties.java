package io.filetao.cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Spring properties among the arguments of a command that runs a node's program: {@code --key=value}. */
final class SpringProperties {

    @Unmatched private final List<String> arguments = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The arguments as Spring takes them.
     *
     * @throws CommandLine.ParameterException when one of them is no property, such as a misspelt option
     */
    String[] arguments() {
        for (String argument : this.arguments) {
            if (!argument.matches("(?s)--[A-Za-z][\\w.\\[\\]-]*=.*")) {
                throw new CommandLine.ParameterException(
                        this.command.commandLine(),
                        "Unknown option: '"
                                + argument
                                + "' (a Spring property is written --key=value)");
            }
        }
        return this.arguments.toArray(String[]::new);
    }

    /** Whether a property whose name begins like this is given here or, as Spring reads them too, by the environment. */
    boolean names(String prefix) {
        String variable = prefix.toUpperCase(Locale.ROOT).replace('.', '_');
        return this.arguments.stream().anyMatch(argument -> argument.startsWith("--" + prefix))
                || System.getenv().keySet().stream().anyMatch(name -> name.startsWith(variable));
    }
}
