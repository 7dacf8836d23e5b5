package io.filetao.cli.localnet;

import io.filetao.common.autoconfigure.Programs;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts nodes inside this JVM, where they share nothing but its class path, its memory and its log.
 *
 * <p>The log is set up by whoever started the JVM: each node would set it up anew for all others, which fails when two do so at
 * the same time.
 */
final class InProcessLauncher implements NodeLauncher {

    private static final Map<String, Object> SHARED_JVM =
            Map.of(
                    Programs.SHUTDOWN_HOOK,
                    "false",
                    "management.metrics.use-global-registry",
                    "false",
                    "server.shutdown",
                    "immediate",
                    "spring.lifecycle.timeout-per-shutdown-phase",
                    "2s",
                    "spring.main.keep-alive",
                    "false");

    InProcessLauncher() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    @Override
    public RunningNode launch(NodePlan plan) {
        Map<String, Object> properties = new HashMap<>(plan.properties());
        properties.putAll(plan.secrets());
        properties.putAll(SHARED_JVM);
        return new InProcessNode(plan.role().program().start(properties));
    }

    private record InProcessNode(ConfigurableApplicationContext context) implements RunningNode {

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public boolean isAlive() {
            return this.context.isActive();
        }

        @Override
        public <T> T part(Class<T> type) {
            return this.context.getBean(type);
        }

        @Override
        public void kill() {
            this.context.close();
        }

        @Override
        public void close() {
            this.context.close();
        }
    }
}
