package io.filetao.api.network;

import io.filetao.api.web.Blocking;
import io.filetao.api.web.PageView;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.event.Event;
import io.filetao.common.event.redis.EventStream;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What happens in the network: live, and of one miner. */
@RestController
@RequestMapping("/api/v1/network")
@Tag(name = "Network")
final class EventController {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 200;
    private static final int MOST = 500;

    /** Readers of the live stream that one node serves at once. */
    private static final int READERS = 64;

    private final EventStream events;
    private final RecentEvents recent;
    private final Blocking blocking;
    private final AtomicInteger readers = new AtomicInteger();

    EventController(RedisCalls redis, Keyspace keys, RecentEvents recent, Blocking blocking) {
        this.events = new EventStream(redis, keys);
        this.recent = recent;
        this.blocking = blocking;
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "watchEvents",
            summary = "Watch what happens",
            description =
                    "A stream of server-sent events that begins now, or after the event that"
                            + " Last-Event-ID names.")
    @ApiResponse(responseCode = "200", description = "Events as they happen.")
    Flux<ServerSentEvent<EventView>> events(
            @Parameter(description = "Id of the last event that was received.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable String lastEventId) {
        if (lastEventId != null && !EventStream.isPosition(lastEventId)) {
            return Flux.error(
                    new ProblemException(
                            ProblemType.INVALID_REQUEST,
                            "Last-Event-ID must be an id that this stream gave."));
        }
        return Flux.defer(() -> {
            if (this.readers.incrementAndGet() > READERS) {
                this.readers.decrementAndGet();
                return Flux.error(
                        new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "This node serves as many live streams as it can; try again"
                                        + " later."));
            }
            AtomicReference<@Nullable String> position = new AtomicReference<>(lastEventId);
            return Flux.interval(Duration.ZERO, PAUSE)
                    .onBackpressureDrop()
                    .concatMap(_ -> this.blocking.call(() -> next(position)), 1)
                    .concatMapIterable(list -> list)
                    .doFinally(_ -> this.readers.decrementAndGet());
        });
    }

    @GetMapping("/events/newest")
    @Operation(
            operationId = "listEvents",
            summary = "See what happened last",
            description = "The newest events, newest first, as far as they are kept.")
    @ApiResponse(responseCode = "200", description = "The newest events.")
    Mono<PageView<EventView>> newest(
            @Parameter(
                            description = "Only events of this type.",
                            schema = @Schema(type = "string", maxLength = 32),
                            example = "challenge")
                    @RequestParam(required = false)
                    @Nullable String type,
            @Parameter(
                            description = "Only those that succeeded, or that failed.",
                            example = "false")
                    @RequestParam(required = false)
                    @Nullable Boolean success,
            @Parameter(description = "Only events of the miner with this uid.", example = "7")
                    @RequestParam(required = false)
                    @Nullable Integer uid,
            @Parameter(
                            description = "Most events.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500"),
                            example = "50")
                    @RequestParam(defaultValue = "50")
                    int limit) {
        return newest(
                limit,
                event ->
                        (type == null || type.equals(event.type()))
                                && (success == null || success.equals(event.success()))
                                && (uid == null || uid.equals(event.uid())));
    }

    @GetMapping("/miners/{hotkey}/events")
    @Operation(
            operationId = "listMinerEvents",
            summary = "See what a miner did",
            description = "The newest events of a miner, newest first, as far as they are kept.")
    @ApiResponse(responseCode = "200", description = "The miner's newest events.")
    Mono<PageView<EventView>> ofMiner(
            @Parameter(
                            description = "Hotkey of the miner.",
                            example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                    @PathVariable
                    String hotkey,
            @Parameter(description = "Most events, up to 500.", example = "50")
                    @RequestParam(defaultValue = "50")
                    int limit) {
        return newest(limit, event -> hotkey.equals(event.hotkey()));
    }

    private Mono<PageView<EventView>> newest(int limit, Predicate<Event> wanted) {
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The limit is a number from 1 to 500.");
        }
        return this.blocking.call(() ->
                PageView.whole(
                        this.recent.window().newestFirst().stream()
                                .filter(wanted)
                                .limit(limit)
                                .map(EventView::of)
                                .toList()));
    }

    /** What is new since the position, which moves on; a comment when there is nothing, so that broken connections are noticed. */
    private List<ServerSentEvent<EventView>> next(AtomicReference<@Nullable String> position) {
        String from = position.get();
        if (from == null) {
            List<EventStream.Entry> newest = this.events.newest(1);
            position.set(newest.isEmpty() ? "0-0" : newest.getFirst().position());
            return List.of(comment());
        }
        List<EventStream.Entry> entries = this.events.after(from, BATCH);
        if (entries.isEmpty()) {
            return List.of(comment());
        }
        position.set(entries.getLast().position());
        return entries.stream()
                .map(entry ->
                        ServerSentEvent.builder(EventView.of(entry.event()))
                                .id(entry.position())
                                .event(entry.event().type())
                                .build())
                .toList();
    }

    private static ServerSentEvent<EventView> comment() {
        return ServerSentEvent.<EventView>builder().comment("").build();
    }
}
