package io.filetao.validator.experiment;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Run data for experiment tracking; docs/operations/experiment-tracking.md.
 *
 * @param enabled Whether run data is written at all (--wandb.off).
 * @param offline Whether nothing is sent, wherever it could go (--wandb.offline).
 * @param url Where Weights and Biases answers, such as https://api.wandb.ai; nothing is sent without it.
 * @param apiKey Key of the account there; WANDB_API_KEY.
 * @param project Name of the project (--wandb.project_name).
 * @param entity Account or team (--wandb.entity).
 * @param notes What is said about the runs (--wandb.notes).
 * @param runStepLength Steps of a run, then the next begins (--wandb.run_step_length).
 * @param weightsStepLength Steps from one row with all moving averages to the next (--wandb.weights_step_length).
 * @param runs Most runs that are kept on the disk.
 * @param runSize Largest size of a run's history, then the next run begins.
 * @param snapshot Time from one table of statistics to the next.
 * @param shards Most shards in the hash map.
 */
@ConfigurationProperties("filetao.wandb")
record ExperimentProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean offline,
        @Nullable URI url,
        @Nullable String apiKey,
        @DefaultValue("philanthropic-thunder") String project,
        @DefaultValue("") String entity,
        @DefaultValue("") String notes,
        @DefaultValue("1500") int runStepLength,
        @DefaultValue("10") int weightsStepLength,
        @DefaultValue("20") int runs,
        @DefaultValue("64MB") DataSize runSize,
        @DefaultValue("5m") Duration snapshot,
        @DefaultValue("100000") int shards) {

    ExperimentProperties {
        if (runStepLength < 1 || weightsStepLength < 1 || runs < 1) {
            throw new IllegalArgumentException(
                    "The steps and the number of runs begin at 1; see filetao.wandb");
        }
    }

    /** Whether run data is sent. */
    boolean sends() {
        return !this.offline && this.url != null && this.apiKey != null && !this.apiKey.isBlank();
    }

    /** Never with the key. */
    @Override
    public String toString() {
        return "ExperimentProperties[url=" + this.url + ", project=" + this.project + "]";
    }
}
