package io.filetao.cli.wallet;

import io.filetao.cli.CommandException;
import io.filetao.common.wallet.PasswordSource;
import java.io.Console;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passwords and other secrets of a person: out of {@code FILETAO_WALLET_PASSWORD}, or typed on the terminal without an echo.
 * They are never taken from the command line, which other users of the machine can read.
 */
public final class WalletPasswords implements PasswordSource {

    /** Environment variable that holds the password. */
    public static final String VARIABLE = "FILETAO_WALLET_PASSWORD";

    private static final int MIN_LENGTH = 8;

    private final Map<String, String> environment;
    private final Prompt prompt;

    /** Passwords of whoever runs this program. */
    public WalletPasswords() {
        this(System.getenv(), WalletPasswords::readOnTerminal);
    }

    WalletPasswords(Map<String, String> environment, Prompt prompt) {
        this.environment = environment;
        this.prompt = prompt;
    }

    @Override
    public char @Nullable [] password(String subject) {
        char[] known = fromEnvironment();
        return known != null ? known : this.prompt.read("Password of the " + subject + ": ");
    }

    /**
     * A password for a key that is about to be written, typed twice.
     *
     * @throws CommandException when there is none, it is short, or the two differ
     */
    char[] newPassword(String subject) {
        char[] known = fromEnvironment();
        if (known != null) {
            return requireStrong(known);
        }
        char[] first = this.prompt.read("New password of the " + subject + ": ");
        if (first == null) {
            throw new CommandException(
                    "There is no terminal to ask for the coldkey's password; set "
                            + VARIABLE
                            + ", or leave the key plain with --no-password.");
        }
        requireStrong(first);
        char[] second =
                Objects.requireNonNullElse(this.prompt.read("The same once more: "), new char[0]);
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new CommandException("The two passwords differ; run the command again.");
        }
        return first;
    }

    /** A secret typed on the terminal; null when there is no terminal. */
    char @Nullable [] secret(String label) {
        return this.prompt.read(label);
    }

    private char @Nullable [] fromEnvironment() {
        String known = this.environment.get(VARIABLE);
        return known == null || known.isEmpty() ? null : known.toCharArray();
    }

    private static char[] requireStrong(char[] password) {
        if (password.length < MIN_LENGTH) {
            throw new CommandException(
                    "The password must have at least 8 characters; choose a longer one, or leave the key plain with --no-password.");
        }
        return password;
    }

    private static char @Nullable [] readOnTerminal(String label) {
        Console console = System.console();
        return console != null && console.isTerminal() ? console.readPassword("%s", label) : null;
    }

    /** Asks a person for a secret. */
    interface Prompt {

        /** What was typed, without an echo; null when nobody can be asked. */
        char @Nullable [] read(String label);
    }
}
