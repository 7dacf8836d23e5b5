package io.filetao.common.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the programs, alone or several in one JVM.
 *
 * <p>Each has a configuration file of its own name ({@code filetao-miner.yml}), so that all of them can share a class path.
 */
public final class Programs {

    private Programs() {}

    /** Starts one program; {@code properties} win over its configuration file and lose to {@code args}. */
    public static ConfigurableApplicationContext start(
            Class<?> application, String name, Map<String, Object> properties, String... args) {
        Map<String, Object> defaults = new HashMap<>(properties);
        defaults.put("spring.config.name", name);
        defaults.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(true)
                .environment(new ProgramEnvironment(defaults))
                .run(args);
    }
}
