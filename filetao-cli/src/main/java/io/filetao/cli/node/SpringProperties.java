package io.filetao.cli.node;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Spring properties among the arguments of a command that runs a node's program: {@code --key=value}.
 *
 * @param arguments what the command itself does not know
 */
record SpringProperties(List<String> arguments) {

    /**
     * The arguments as Spring takes them.
     *
     * @throws CommandLine.ParameterException when one of them is no property, such as a misspelt option
     */
    String[] checked(CommandSpec command) {
        for (String argument : this.arguments) {
            if (!argument.matches("(?s)--[A-Za-z][\\w.\\[\\]-]*=.*")) {
                throw new CommandLine.ParameterException(
                        command.commandLine(),
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
