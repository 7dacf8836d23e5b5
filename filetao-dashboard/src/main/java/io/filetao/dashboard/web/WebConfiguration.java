package io.filetao.dashboard.web;

import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Event loops move buffers; whatever waits does so on a virtual thread. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler virtualThreads() {
        return Schedulers.fromExecutorService(
                Executors.newVirtualThreadPerTaskExecutor(), "dashboard");
    }
}
