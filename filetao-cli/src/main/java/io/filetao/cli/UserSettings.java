package io.filetao.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options default to: the environment, then {@code ~/.filetao/config.yaml}.
 *
 * <p>{@code --wallet.name} is {@code FILETAO_WALLET_NAME} in the environment and {@code wallet.name} in the file, where it may
 * also be written nested.
 */
final class UserSettings implements IDefaultValueProvider {

    private final Map<String, String> environment;
    private final Map<String, String> file;

    UserSettings(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    static UserSettings load() {
        String path = System.getenv("FILETAO_CONFIG");
        Path file =
                path != null
                        ? Path.of(path)
                        : Path.of(System.getProperty("user.home"), ".filetao", "config.yaml");
        return new UserSettings(System.getenv(), Files.isRegularFile(file) ? read(file) : Map.of());
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String key = option.longestName().replaceFirst("^-+", "");
        String fromEnvironment =
                this.environment.get(
                        "FILETAO_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
        return fromEnvironment != null ? fromEnvironment : this.file.get(key);
    }

    static Map<String, String> read(Path file) {
        Map<String, String> settings = new TreeMap<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            flatten("", content, settings);
        } catch (IOException | RuntimeException failure) {
            throw new CommandException(
                    "The settings in " + file + " cannot be read; mend or remove that file.",
                    failure);
        }
        return settings;
    }

    private static void flatten(
            String prefix, @Nullable Object value, Map<String, String> settings) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) ->
                    flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, inner, settings));
        } else if (value != null) {
            settings.put(prefix, value.toString());
        }
    }
}
