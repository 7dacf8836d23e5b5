package io.filetao.cli.node;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options about experiment tracking, translated into properties. Validators heed them; other programs, which have no runs, take
 * them as they always did.
 */
final class WandbOptions {

    @Option(names = "--wandb.off", description = "Validators: write no run data.")
    private boolean off;

    @Option(
            names = "--wandb.offline",
            description = "Validators: write run data, and send it nowhere.")
    private boolean offline;

    @Option(
            names = "--wandb.project_name",
            paramLabel = "NAME",
            description = "Validators: project that runs belong to.")
    private @Nullable String project;

    @Option(
            names = "--wandb.entity",
            paramLabel = "NAME",
            description = "Validators: account or team that runs belong to.")
    private @Nullable String entity;

    @Option(
            names = "--wandb.notes",
            paramLabel = "TEXT",
            description = "Validators: what is said about the runs.")
    private @Nullable String notes;

    @Option(
            names = "--wandb.run_step_length",
            paramLabel = "N",
            description = "Validators: steps of a run (default 1500).")
    private @Nullable Integer runStepLength;

    @Option(
            names = "--wandb.weights_step_length",
            paramLabel = "N",
            description = "Validators: steps from one row with moving averages to the next.")
    private @Nullable Integer weightsStepLength;

    Map<String, Object> properties() {
        Map<String, Object> properties = new TreeMap<>();
        NodeOptions.put(properties, "filetao.wandb.enabled", this.off ? "false" : null);
        NodeOptions.put(properties, "filetao.wandb.offline", this.offline ? "true" : null);
        NodeOptions.put(properties, "filetao.wandb.project", this.project);
        NodeOptions.put(properties, "filetao.wandb.entity", this.entity);
        NodeOptions.put(properties, "filetao.wandb.notes", this.notes);
        NodeOptions.put(properties, "filetao.wandb.run-step-length", this.runStepLength);
        NodeOptions.put(properties, "filetao.wandb.weights-step-length", this.weightsStepLength);
        return properties;
    }
}
