package io.filetao.cli.localnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts every node as a process of its own, so that killing one is a real kill. */
final class ProcessLauncher implements NodeLauncher {

    private final String classPath;

    /**
     * @param classPath of the programs
     */
    ProcessLauncher(String classPath) {
        this.classPath = classPath;
    }

    ProcessLauncher() {
        this(ChildProcess.ownClassPath());
    }

    @Override
    public RunningNode launch(NodePlan plan) {
        List<String> arguments = new ArrayList<>(List.of(plan.role().word(), "run"));
        plan.properties().forEach((key, value) -> arguments.add("--" + key + "=" + value));
        return ChildProcess.start(
                this.classPath,
                List.of(plan.role().heap()),
                arguments,
                environment(plan.secrets()),
                plan.log());
    }

    /** Spring's spelling of a property in the environment. */
    private static Map<String, String> environment(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry ->
                                        entry.getKey()
                                                .replace("-", "")
                                                .replace('.', '_')
                                                .toUpperCase(Locale.ROOT),
                                entry -> String.valueOf(entry.getValue())));
    }
}
