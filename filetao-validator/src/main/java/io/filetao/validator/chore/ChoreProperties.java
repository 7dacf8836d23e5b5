package io.filetao.validator.chore;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When chores run.
 *
 * @param roundBlocks Blocks of one round.
 * @param chores Settings by the name of the chore.
 */
@ConfigurationProperties("filetao.validator")
public record ChoreProperties(
        @DefaultValue("3") int roundBlocks, @DefaultValue Map<String, Settings> chores) {

    public ChoreProperties {
        chores = Map.copyOf(chores);
        if (roundBlocks < 1) {
            throw new IllegalArgumentException("filetao.validator.round-blocks must be at least 1");
        }
        chores.forEach((name, settings) -> {
            if (settings.every() != null && settings.every() < 1) {
                throw new IllegalArgumentException(
                        "filetao.validator.chores." + name + ".every must be at least 1 block");
            }
        });
    }

    /**
     * Settings of one chore.
     *
     * @param enabled Whether this replica does it at all.
     * @param every Blocks between two runs; the chore's own interval without it.
     */
    public record Settings(@DefaultValue("true") boolean enabled, @Nullable Integer every) {}

    boolean enabled(Chore chore) {
        Settings settings = this.chores.get(chore.name());
        return settings == null || settings.enabled();
    }

    int every(Chore chore) {
        return every(chore.name(), chore.everyBlocks());
    }

    /** Blocks between two runs of a chore that has the given interval of its own. */
    public int every(String chore, int usual) {
        Settings settings = this.chores.get(chore);
        Integer every = settings == null ? null : settings.every();
        return every == null ? usual : every;
    }
}
