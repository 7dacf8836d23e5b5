package io.filetao.api.network;

import io.filetao.api.web.Blocking;
import io.filetao.api.web.PageView;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.RepairQueue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the validator does for the network: its duties, repairs and weights, and how well losses are found. */
@RestController
@RequestMapping("/api/v1/network")
@Tag(name = "Network")
final class DutyController {

    private final RecentEvents events;
    private final RepairQueue repairs;
    private final MinerDirectory miners;
    private final Blocking blocking;
    private final InstantSource clock;

    DutyController(
            RecentEvents events,
            RedisCalls redis,
            Keyspace keys,
            MinerDirectory miners,
            Blocking blocking,
            InstantSource clock) {
        this.events = events;
        this.repairs = new RepairQueue(redis, keys, clock);
        this.miners = miners;
        this.blocking = blocking;
        this.clock = clock;
    }

    @GetMapping("/duties")
    @Operation(
            operationId = "listDuties",
            summary = "See what the validator does",
            description = "Every recurring duty with its last run, by name.")
    @ApiResponse(responseCode = "200", description = "All duties that ran.")
    Mono<PageView<DutyView>> duties() {
        return this.blocking.call(() -> PageView.whole(DutyView.of(this.events.window())));
    }

    @GetMapping("/repair")
    @Operation(
            operationId = "showRepairQueue",
            summary = "See how much waits for repair",
            description = "The sizes of the queue of repairs, which all replicas share.")
    @ApiResponse(responseCode = "200", description = "The queue now.")
    Mono<RepairView> repair() {
        return this.blocking.call(() -> RepairView.of(this.repairs.sizes()));
    }

    @GetMapping("/weights")
    @Operation(
            operationId = "showWeights",
            summary = "See the weights",
            description = "What this node's validator set on chain last, by uid.")
    @ApiResponse(responseCode = "200", description = "The last weights; none before the first.")
    Mono<WeightsView> weights() {
        return this.blocking.call(() -> WeightsView.of(this.events.window().lastWeights()));
    }

    @GetMapping("/detection")
    @Operation(
            operationId = "showDetection",
            summary = "See how soon a loss is noticed",
            description =
                    "Computed from the challenges and sweeps that really took place among the"
                            + " newest events.")
    @ApiResponse(responseCode = "200", description = "Times by size of the loss.")
    Mono<DetectionView> detection() {
        return this.blocking.call(() ->
                DetectionView.of(
                        Detection.of(
                                this.events.window().newestFirst(),
                                this.miners.eligible().size(),
                                this.clock.instant())));
    }
}
