package io.filetao.cli.localnet;

import io.filetao.api.ApiApplication;
import io.filetao.dashboard.DashboardApplication;
import io.filetao.miner.MinerApplication;
import io.filetao.validator.ValidatorApplication;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** What a node of the network does, and how its program is started. */
enum Role {
    VALIDATOR("-Xmx256m", ValidatorApplication::start),
    API("-Xmx256m", ApiApplication::start),
    DASHBOARD("-Xmx128m", DashboardApplication::start),
    MINER("-Xmx128m", MinerApplication::start);

    private final String heap;
    private final Program program;

    Role(String heap, Program program) {
        this.heap = heap;
        this.program = program;
    }

    /** The word for it on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The heap that a process of its own gets. */
    String heap() {
        return this.heap;
    }

    Program program() {
        return this.program;
    }

    /** Starts a program inside this JVM. */
    @FunctionalInterface
    interface Program {
        ConfigurableApplicationContext start(Map<String, Object> properties, String... args);
    }
}
