package io.filetao.validator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TogetherTests {

    @Test
    void withinWhenOneHangsAndOneFailsGivesTheOthersInTheirOrder() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Callable<String>> tasks =
                List.of(
                        () -> "first",
                        () -> {
                            try {
                                never.await();
                                return "never";
                            } finally {
                                interrupted.countDown();
                            }
                        },
                        () -> {
                            throw new IllegalStateException("nonsense");
                        },
                        () -> "last");
        assertThat(Together.within(Duration.ofMillis(500), tasks))
                .containsExactly(
                        Optional.of("first"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("last"));
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
