package io.filetao.common.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Starts the programs, alone or several in one JVM.
 *
 * <p>Each has a configuration file of its own name ({@code filetao-miner.yml}), so that all of them can share a class path, and
 * event loops of its own, so that closing one leaves the others alone.
 */
public final class Programs {

    /** Set to false by whoever closes the program in an order of its own when the JVM ends. */
    public static final String SHUTDOWN_HOOK = "filetao.shutdown-hook";

    private Programs() {}

    /** Starts one program; {@code properties} win over its configuration file and lose to {@code args}. */
    public static ConfigurableApplicationContext start(
            Class<?> application, String name, Map<String, Object> properties, String... args) {
        Carriers.configure();
        Map<String, Object> defaults = new HashMap<>(properties);
        defaults.put("spring.config.name", name);
        defaults.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(!"false".equals(defaults.get(SHUTDOWN_HOOK)))
                .environment(new ProgramEnvironment(defaults))
                .initializers(Programs::ownEventLoops)
                .run(args);
    }

    private static void ownEventLoops(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(
                        ReactorResourceFactory.class,
                        () -> {
                            ReactorResourceFactory resources = new ReactorResourceFactory();
                            resources.setUseGlobalResources(false);
                            return resources;
                        });
    }
}
