package io.filetao.dashboard.client;

import io.filetao.dashboard.client.Reports.Detection;
import io.filetao.dashboard.client.Reports.Duty;
import io.filetao.dashboard.client.Reports.Event;
import io.filetao.dashboard.client.Reports.RepairQueue;
import io.filetao.dashboard.client.Reports.Tier;
import io.filetao.dashboard.client.Reports.Validator;
import io.filetao.dashboard.client.Reports.Weights;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells about the network beyond the first page, each part read at most once per refresh time however many people
 * look. Calls block the calling virtual thread and never throw for an API that is away.
 */
public final class NetworkReadings {

    /** Events of a miner that its page looks back on. */
    private static final int MINER_EVENTS = 300;

    /** Different readings that are kept at once. */
    private static final int KEPT = 200;

    private static final Pattern HOTKEY = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{40,60}");
    private static final Pattern TYPE = Pattern.compile("[a-z-]{1,32}");

    private final ApiClient api;
    private final Duration refresh;
    private final Clock clock;
    private final Map<String, Shared<?>> shared =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Shared<?>> eldest) {
                    return size() > KEPT;
                }
            };

    NetworkReadings(ApiClient api, Duration refresh, Clock clock) {
        this.api = api;
        this.refresh = refresh;
        this.clock = clock;
    }

    /**
     * One miner.
     *
     * @param events its newest events, newest first
     * @param tiers highest first
     */
    public record MinerFile(MinerReport miner, List<Event> events, List<Tier> tiers) {}

    /**
     * The validator's work.
     *
     * @param repairs newest repairs, newest first
     */
    public record ValidatorFile(
            List<Validator> validators,
            List<Duty> duties,
            RepairQueue queue,
            Weights weights,
            List<Event> repairs) {}

    /** Which events are wanted; null is all of them. */
    public record Filter(@Nullable String type, @Nullable Boolean success, @Nullable Integer uid) {

        public static final Filter NONE = new Filter(null, null, null);

        public Filter {
            type = type == null || !TYPE.matcher(type).matches() ? null : type;
        }

        private String query() {
            return (this.type == null ? "" : "&type=" + this.type)
                    + (this.success == null ? "" : "&success=" + this.success)
                    + (this.uid == null ? "" : "&uid=" + this.uid);
        }
    }

    /** The newest events, newest first. */
    public Seen<List<Event>> events(Filter filter, int limit) {
        String path = "/events/newest?limit=" + limit + filter.query();
        return look(path, () -> this.api.list(path, Event.class));
    }

    /** How soon losses are noticed. */
    public Seen<Detection> detection() {
        return look("detection", () -> this.api.network("/detection", Detection.class));
    }

    /**
     * One miner.
     *
     * @throws ApiAwayException when the API knows no such miner
     */
    public Seen<MinerFile> miner(String hotkey) {
        if (!HOTKEY.matcher(hotkey).matches()) {
            throw new ApiAwayException("There is no such miner.", 404);
        }
        return look(
                hotkey,
                () -> {
                    MinerReport miner = this.api.network("/miners/" + hotkey, MinerReport.class);
                    return new MinerFile(
                            miner,
                            this.api.list(
                                    "/miners/" + hotkey + "/events?limit=" + MINER_EVENTS,
                                    Event.class),
                            this.api.list("/tiers", Tier.class));
                });
    }

    /** What the validator does. */
    public Seen<ValidatorFile> validator() {
        return look(
                "validator",
                () ->
                        new ValidatorFile(
                                this.api.list("/validators", Validator.class),
                                this.api.list("/duties", Duty.class),
                                this.api.network("/repair", RepairQueue.class),
                                this.api.network("/weights", Weights.class),
                                this.api.list("/events/newest?type=repair&limit=12", Event.class)));
    }

    @SuppressWarnings("unchecked") // each key stands for one type
    private <T> Seen<T> look(String key, Supplier<T> reading) {
        Shared<T> one;
        synchronized (this.shared) {
            one =
                    (Shared<T>)
                            this.shared.computeIfAbsent(
                                    key, _ -> new Shared<>(reading, this.refresh, this.clock));
        }
        return one.look();
    }
}
