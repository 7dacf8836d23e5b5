package io.filetao.dashboard;

import io.filetao.common.autoconfigure.Programs;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the dashboard: web pages that read the API and nothing else. */
@SpringBootApplication
public class DashboardApplication {

    public static void main(String[] args) {
        start(Map.of(), args);
    }

    /** Starts it inside this JVM; {@code properties} win over the configuration file and lose to {@code args}. */
    public static ConfigurableApplicationContext start(
            Map<String, Object> properties, String... args) {
        return Programs.start(DashboardApplication.class, "filetao-dashboard", properties, args);
    }
}
